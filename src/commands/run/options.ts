/** The options of `reana-ci run`: one table for flags, `REANA_CI_…` variables and the documentation. */
import { defaultSettings } from '../../run/plan/settings.ts';
import { createOptionReader, type OptionKind } from './option-reader.ts';
import type { RunOptions } from './settings.ts';

/** What only the command looks at, besides the options of the run itself. */
export interface RunCommandOptions extends RunOptions {
  readonly local?: boolean | undefined;
  readonly executor?: string | undefined;
  readonly jobs?: string | undefined;
  readonly state?: string | undefined;
  readonly json?: boolean | undefined;
  /** Taken as a PanDA job, whatever it looks like. */
  readonly panda?: boolean | undefined;
}

export const runOptions: readonly OptionKind[] = [
  {
    flag: 'spec',
    value: '<file>',
    description: `specification or template (${defaultSettings.specificationFile})`,
  },
  {
    flag: 'name',
    value: '<name>',
    description: 'name of the run; the digest of the job is appended',
  },
  {
    flag: 'input',
    value: '<dataset>',
    list: 'plain',
    description: 'dataset that replaces VAR_INPUT',
  },
  {
    flag: 'var',
    value: '<NAME=VALUE>',
    list: 'assignments',
    description: 'value that replaces VAR_<NAME>',
  },
  {
    flag: 'parameter',
    value: '<NAME=VALUE>',
    list: 'assignments',
    description: 'input parameter, overrides the specification',
  },
  {
    flag: 'option',
    value: '<NAME=VALUE>',
    list: 'assignments',
    description: 'operational option of the workflow engine',
  },
  {
    flag: 'output',
    value: '<path>',
    list: 'plain',
    description: 'file, folder or glob to fetch instead of the declared outputs',
  },
  {
    flag: 'results',
    value: '<folder>',
    description: `folder for logs, outputs and run.json (${defaultSettings.results})`,
  },
  {
    flag: 'archive',
    value: '<file>',
    description: `tar archive of the outputs (${defaultSettings.archive})`,
  },
  { flag: 'compression', value: '<how>', description: 'compress the archive: gzip or none (gzip)' },
  {
    flag: 'secret-env',
    value: '<NAME[=VALUE]>',
    list: 'names',
    description: 'secret variable for the steps; taken from the environment if no value is given',
  },
  {
    flag: 'secret-file',
    value: '<[NAME=]path>',
    list: 'plain',
    description: 'secret file for the steps',
  },
  {
    flag: 'id-token-for',
    value: '<what>',
    description: 'exchange the ID token of the job for a voms-proxy or an eos-token',
  },
  {
    flag: 'id-token-service',
    value: '<url>',
    description: 'service that exchanges the ID token',
  },
  { flag: 'queue-timeout', value: '<time>', description: 'time limit in the queue, such as 90m' },
  {
    flag: 'timeout',
    value: '<time>',
    description: 'time limit for the running workflow, such as "3h 30m"',
  },
  { flag: 'deadline', value: '<time>', description: 'time limit for the whole command' },
  {
    flag: 'outage-timeout',
    value: '<time>',
    description: `how long to tolerate an unreachable server (${defaultSettings.outageTimeout / 60_000}m)`,
  },
  {
    flag: 'reuse',
    value: '<when>',
    description: 'reuse the results of an identical job: true, false or auto (in merge requests)',
  },
  { flag: 'resume', description: 'resume the run of an earlier attempt at the same job' },
  { flag: 'fresh', description: 'always start a new run' },
  { flag: 'no-lint', description: 'submit despite lint errors' },
  { flag: 'local', description: 'run on this machine, on the embedded REANA' },
  {
    flag: 'executor',
    value: '<how>',
    description: 'how the embedded REANA runs steps: auto, process or docker',
  },
  {
    flag: 'jobs',
    value: '<count>',
    description: 'number of steps to run in parallel (embedded REANA)',
  },
  {
    flag: 'state',
    value: '<folder>',
    description: 'folder where the embedded REANA keeps its runs',
  },
  {
    flag: 'panda',
    description: 'be the payload of a PanDA job, also where the job is not recognised',
  },
  { flag: 'json', description: 'print the record of the run as JSON on stdout' },
];

/** Options about waiting for a run and about its results, which `submit` leaves to `settle`, and about this machine. */
const waitingOptions = [
  ...['output', 'archive', 'compression', 'queue-timeout', 'timeout'],
  ...['local', 'executor', 'jobs', 'state'],
  // Who waits for a run takes its temporary secrets away.
  ...['id-token-for', 'id-token-service'],
];

/** The options of `reana-ci submit`. */
export const submitOptions: readonly OptionKind[] = runOptions.filter(
  ({ flag }) => !waitingOptions.includes(flag),
);

/**
 * Puts together what flags and environment say; a flag goes before its variable, and an empty variable
 * says nothing.
 *
 * @param flags as commander has read them
 * @param analysis the command's argument
 * @throws ReanaCiError `usage` when a variable that stands for a switch holds neither true nor false
 */
export function readRunOptions(
  flags: Readonly<Record<string, unknown>>,
  analysis: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): RunCommandOptions {
  const { text, list, isOn, variable } = createOptionReader(runOptions, flags, env);
  return {
    analysis: analysis ?? variable('analysis'),
    spec: text('spec'),
    name: text('name'),
    input: list('input'),
    var: list('var'),
    parameter: list('parameter'),
    option: list('option'),
    output: list('output'),
    results: text('results'),
    archive: text('archive'),
    compression: text('compression'),
    secretEnv: list('secret-env'),
    secretFile: list('secret-file'),
    idTokenFor: text('id-token-for'),
    idTokenService: text('id-token-service'),
    queueTimeout: text('queue-timeout'),
    timeout: text('timeout'),
    deadline: text('deadline'),
    outageTimeout: text('outage-timeout'),
    reuse: text('reuse'),
    resume: isOn('resume'),
    fresh: isOn('fresh'),
    // Commander keeps --no-lint as a lint that is false.
    noLint: flags.lint === false || isOn('no-lint'),
    local: isOn('local'),
    executor: text('executor'),
    jobs: text('jobs'),
    state: text('state'),
    panda: isOn('panda'),
    json: isOn('json'),
  };
}
