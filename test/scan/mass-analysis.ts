/** An analysis whose limit follows from a mass, quick to run without containers. */

/** A mass of 13 has no limit. */
export const massAnalysis: Readonly<Record<string, string>> = {
  'reana.yaml': JSON.stringify({
    inputs: { files: ['fit.sh'], parameters: { mass: 300, tune: 'A' } },
    workflow: {
      type: 'serial',
      specification: {
        steps: [
          {
            name: 'fit',
            environment: 'docker.io/library/python:3.12-slim',
            commands: ['sh fit.sh "${mass}" "${tune}" VAR_CHANNEL'],
          },
        ],
      },
    },
    outputs: { files: ['limit.txt'] },
  }),
  'fit.sh': 'test "$1" != 13 && echo "limit = 0.$1" > limit.txt\n',
  '.reana-ci.yml': JSON.stringify({
    metrics: [{ label: 'Limit', better: 'lower', file: 'limit.txt', pattern: 'limit = ([0-9.]+)' }],
  }),
};
