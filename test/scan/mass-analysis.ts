/** Analyses of one step whose limit follows from a mass, quick to run without containers. */

/** @param command of the step, which leaves the limit in `limit.txt` */
export function fitAnalysis(
  command: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const environment = 'docker.io/library/python:3.12-slim';
  const steps = [{ name: 'fit', environment, commands: [command] }];
  return {
    'reana.yaml': JSON.stringify({
      inputs,
      workflow: { type: 'serial', specification: { steps } },
      outputs: { files: ['limit.txt'] },
    }),
  };
}

/** A mass of 13 has no limit. */
export const massAnalysis: Readonly<Record<string, string>> = {
  ...fitAnalysis('sh fit.sh "${mass}" "${tune}" VAR_CHANNEL', {
    files: ['fit.sh'],
    parameters: { mass: 300, tune: 'A' },
  }),
  'fit.sh': 'test "$1" != 13 && echo "limit = 0.$1" > limit.txt\n',
  '.reana-ci.yml': JSON.stringify({
    metrics: [{ label: 'Limit', better: 'lower', file: 'limit.txt', pattern: 'limit = ([0-9.]+)' }],
  }),
};
