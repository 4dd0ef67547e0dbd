/** What the user wants of a run: the options as typed become checked values. */
import { ReanaCiError } from '../../base/error.ts';
import { parseDuration } from '../duration.ts';
import type { HostLimits } from '../host.ts';
import type { Mistakes } from './mistakes.ts';

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
  readonly queueTimeout?: string | undefined;
  readonly timeout?: string | undefined;
  readonly deadline?: string | undefined;
  readonly outageTimeout?: string | undefined;
  readonly reuse?: string | undefined;
  readonly resume?: boolean | undefined;
  readonly fresh?: boolean | undefined;
  readonly noLint?: boolean | undefined;
  /** Packs no archive; for callers that want none, not for users. */
  readonly noArchive?: boolean | undefined;
}

export interface RunSettings {
  /** Folder or git address. */
  readonly analysis: string;
  /** Relative to the analysis. */
  readonly specificationFile: string;
  /** As typed; `undefined` lets the host choose. */
  readonly name: string | undefined;
  readonly datasets: readonly string[];
  readonly variables: readonly string[];
  readonly parameters: readonly string[];
  readonly options: readonly string[];
  /** Paths and globs to fetch in place of the specification's outputs; empty takes those. */
  readonly outputs: readonly string[];
  /** Relative to the working folder, or absolute; so is `archive`, which may be left out. */
  readonly results: string;
  readonly archive: string | undefined;
  readonly compress: boolean;
  readonly secretEnv: readonly string[];
  readonly secretFile: readonly string[];
  /** Milliseconds, as are the next three; `undefined` waits for ever. */
  readonly queueTimeout: number | undefined;
  readonly timeout: number | undefined;
  /** For everything, from the beginning of the command. */
  readonly deadline: number | undefined;
  /** How long the server may be out of reach while the run is watched. */
  readonly outageTimeout: number;
  /** Whether to go on with the run of an earlier try of the same job; `undefined` lets the host decide. */
  readonly resume: boolean | undefined;
  /** Whether a finished run of another, equal job may stand in; `undefined` lets the host decide. */
  readonly reuse: boolean | undefined;
  /** Whether to look for mistakes that REANA would only tell later. */
  readonly lint: boolean;
}

export const defaultSettings = {
  analysis: '.',
  specificationFile: 'reana.yaml',
  results: 'results',
  archive: 'output_from_reana.tar',
  compression: 'gzip',
  outageTimeout: '30m',
} as const;

const compressions = ['gzip', 'none'];

/**
 * Checks `options` and fills in the defaults.
 *
 * @param mistakes keeps what is wrong; a wrong value is replaced by its default, for the checks to go on
 * @param limits of the host, for times that the user does not set
 */
export async function readSettings(
  options: RunOptions,
  mistakes: Mistakes,
  limits: HostLimits = {},
): Promise<RunSettings> {
  const duration = (text: string | undefined, option: string) =>
    mistakes.attempt(() => (text === undefined ? undefined : parseDuration(text, option)));
  return {
    analysis: options.analysis ?? defaultSettings.analysis,
    specificationFile: options.spec ?? defaultSettings.specificationFile,
    name: options.name,
    datasets: options.input,
    variables: options.var,
    parameters: options.parameter,
    options: options.option,
    outputs: options.output,
    results: options.results ?? defaultSettings.results,
    archive: options.noArchive === true ? undefined : (options.archive ?? defaultSettings.archive),
    compress: (await mistakes.attempt(() => readCompression(options))) ?? true,
    secretEnv: options.secretEnv,
    secretFile: options.secretFile,
    queueTimeout: await duration(options.queueTimeout, '--queue-timeout'),
    timeout: await duration(options.timeout, '--timeout'),
    deadline: (await duration(options.deadline, '--deadline')) ?? limits.deadline,
    outageTimeout:
      (await duration(options.outageTimeout, '--outage-timeout')) ??
      limits.outageTimeout ??
      parseDuration(defaultSettings.outageTimeout, '--outage-timeout'),
    resume: await mistakes.attempt(() => readResume(options)),
    reuse: await mistakes.attempt(() => readReuse(options)),
    lint: options.noLint !== true,
  };
}

function readCompression({ compression }: RunOptions): boolean {
  const chosen = compression ?? defaultSettings.compression;
  if (compressions.includes(chosen)) return chosen === 'gzip';
  throw new ReanaCiError('usage', `--compression: "${chosen}" is neither gzip nor none.`);
}

function readReuse({ reuse = 'auto', fresh }: RunOptions): boolean | undefined {
  if (!['auto', 'true', 'false'].includes(reuse)) {
    throw new ReanaCiError('usage', `--reuse: "${reuse}" is neither auto, true nor false.`);
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
