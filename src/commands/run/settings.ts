/** The options of `reana-ci run` as typed: from text to the settings of a run. */
import { parseAssignments } from '../../base/assignment.ts';
import { ReanaCiError } from '../../base/error.ts';
import { outputProblem, shownGlob } from '../../base/glob.ts';
import { parseDuration } from '../../run/duration.ts';
import { exchangedKinds, type TokenExchange } from '../../run/plan/id-token.ts';
import type { Mistakes } from '../../run/plan/mistakes.ts';
import { defaultSettings, type RunSettings } from '../../run/plan/settings.ts';

/** The options of `reana-ci run` as text; flags and `REANA_CI_…` variables have the same names. */
export interface RunOptions {
  readonly analysis?: string | undefined;
  readonly spec?: string | undefined;
  readonly name?: string | undefined;
  readonly input: readonly string[];
  readonly var: readonly string[];
  readonly parameter: readonly string[];
  readonly option: readonly string[];
  readonly output: readonly string[];
  readonly results?: string | undefined;
  readonly archive?: string | undefined;
  readonly compression?: string | undefined;
  readonly secretEnv: readonly string[];
  readonly secretFile: readonly string[];
  readonly idTokenFor?: string | undefined;
  readonly idTokenService?: string | undefined;
  readonly queueTimeout?: string | undefined;
  readonly timeout?: string | undefined;
  readonly deadline?: string | undefined;
  readonly outageTimeout?: string | undefined;
  readonly reuse?: string | undefined;
  readonly resume?: boolean | undefined;
  readonly fresh?: boolean | undefined;
  readonly noLint?: boolean | undefined;
}

const compressions = ['gzip', 'none'];

/**
 * Checks `options` and fills in the defaults that hold everywhere.
 *
 * @param mistakes keeps what is wrong; a default stands in for a wrong value, for the checks to go on
 */
export async function readSettings(options: RunOptions, mistakes: Mistakes): Promise<RunSettings> {
  const duration = (text: string | undefined, option: string) =>
    mistakes.attempt(() => (text === undefined ? undefined : parseDuration(text, option)));
  const assignments = async (texts: readonly string[], option: string) =>
    (await mistakes.attempt(() => parseAssignments(texts, option))) ?? {};
  return {
    analysis: options.analysis ?? defaultSettings.analysis,
    specificationFile: options.spec ?? defaultSettings.specificationFile,
    name: options.name,
    datasets: options.input,
    variables: await assignments(options.var, '--var'),
    parameters: await assignments(options.parameter, '--parameter'),
    options: await assignments(options.option, '--option'),
    outputs: (await mistakes.attempt(() => checkOutputs(options.output))) ?? [],
    results: options.results ?? defaultSettings.results,
    archive: options.archive ?? defaultSettings.archive,
    compress: (await mistakes.attempt(() => readCompression(options))) ?? true,
    secretEnv: options.secretEnv,
    secretFile: options.secretFile,
    idToken: await mistakes.attempt(() => readTokenExchange(options)),
    queueTimeout: await duration(options.queueTimeout, '--queue-timeout'),
    timeout: await duration(options.timeout, '--timeout'),
    deadline: await duration(options.deadline, '--deadline'),
    outageTimeout: await duration(options.outageTimeout, '--outage-timeout'),
    resume: await mistakes.attempt(() => readResume(options)),
    reuse: await mistakes.attempt(() => readReuse(options)),
    lint: options.noLint !== true,
  };
}

function checkOutputs(outputs: readonly string[]): readonly string[] {
  for (const output of outputs) {
    const problem = outputProblem(output);
    if (problem === undefined) continue;
    throw new ReanaCiError('usage', `--output ${shownGlob(output)} ${problem}.`, {
      hint: 'Give the path of a file or folder of the workspace, or a glob.',
    });
  }
  return outputs;
}

function readCompression({ compression }: RunOptions): boolean {
  const chosen = compression ?? defaultSettings.compression;
  if (compressions.includes(chosen)) return chosen === 'gzip';
  throw new ReanaCiError('usage', `--compression: choose gzip or none, not "${chosen}".`);
}

function readTokenExchange({ idTokenFor, idTokenService }: RunOptions): TokenExchange | undefined {
  if (idTokenFor === undefined) return undefined;
  const kind = exchangedKinds.find((one) => one === idTokenFor);
  if (kind === undefined) {
    const known = exchangedKinds.join(' or ');
    throw new ReanaCiError('usage', `--id-token-for: choose ${known}, not "${idTokenFor}".`);
  }
  if (idTokenService !== undefined) return { kind, service: idTokenService };
  throw new ReanaCiError('usage', `--id-token-for ${kind} needs --id-token-service.`, {
    hint: 'It is the https address of the service that gives it.',
  });
}

function readReuse({ reuse = 'auto', fresh }: RunOptions): boolean | undefined {
  if (!['auto', 'true', 'false'].includes(reuse)) {
    throw new ReanaCiError('usage', `--reuse: choose auto, true or false, not "${reuse}".`);
  }
  if (fresh === true) return false;
  return reuse === 'auto' ? undefined : reuse === 'true';
}

function readResume({ resume, fresh }: RunOptions): boolean | undefined {
  if (fresh !== true) return resume;
  if (resume !== true) return false;
  throw new ReanaCiError('usage', '--resume and --fresh exclude each other.', {
    hint: '--resume goes on with the run of an earlier try; --fresh makes a new run.',
  });
}
