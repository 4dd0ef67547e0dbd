/** All variables `REANA_CI_…`: those of the options, and those that have no flag. */
import { suggest } from '../document/suggestion.ts';
import { variableOf } from './run/option-reader.ts';
import { runOptions } from './run/options.ts';
import { scanOptions } from './scan/options.ts';

const prefix = 'REANA_CI_';

/** Variables without a flag, and what each is. */
export const otherVariables: Readonly<Record<string, string>> = {
  REANA_CI_ANALYSIS: 'the argument ANALYSIS: folder of the analysis',
  REANA_CI_COMMENT: 'whether a GitLab job keeps a note on the merge request',
  REANA_CI_ENVIRONMENT: 'name of the environment that a GitLab job deploys to',
  REANA_CI_EOS_TOKEN: 'token of EOS that a step gets',
  REANA_CI_ID_TOKEN: 'ID token of the GitLab job',
  REANA_CI_PIPELINE_NAME: 'whether a GitLab job names its pipeline',
  REANA_CI_SIGNING_KEY: 'key that signs what reana-ci leaves in a workspace',
  REANA_CI_SINCE: 'the option --since of settle: age of the oldest run',
  REANA_CI_JOB_SOCKET: 'set for Snakemake by the embedded REANA',
};

/** Names of all variables that are read. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...[...runOptions, ...scanOptions].map(({ flag }) => variableOf(flag)),
  ...Object.keys(otherVariables),
]);

/** A warning for each variable `REANA_CI_…` that nothing reads. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !knownVariables.has(name))
    .sort()
    .map((name) => {
      // What all of them begin with would make any two alike.
      const near = suggest(rest(name), [...knownVariables].map(rest));
      const hint = near === undefined ? '' : ` Did you mean ${prefix}${near}?`;
      return `The variable ${name} means nothing to reana-ci.${hint}`;
    });
}

function rest(name: string): string {
  return name.slice(prefix.length);
}
