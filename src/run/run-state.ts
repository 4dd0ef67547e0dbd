/** Facts known of a run so far, and the record made of them. */
import { isReanaCiError, exitCodes } from '../base/error.ts';
import { commit, version } from '../base/version.ts';
import type { RunStatus } from '../reana/types.ts';
import type { Makers, RunRecord } from '../results/run-record.ts';
import type { Collected } from './collect/collect.ts';
import type { Standing } from './event.ts';
import { givenParameters } from './plan/given-parameters.ts';
import type { RunPlan } from './plan/plan.ts';
import type { SecretMark } from './submit/secret-mark.ts';
import { hasEnded } from '../reana/types.ts';
import type { StepTracker } from './watch/step-tracker.ts';

/** Filled in as the run goes on; whatever happens, a record can be made of it. */
export interface RunState {
  readonly begun: number;
  /** As the user named it, until it is opened. */
  readonly analysis: string;
  server: string;
  /** What the server says its version is. */
  serverVersion?: string | undefined;
  plan?: RunPlan;
  /** `name` is with run number. */
  run?: { readonly id: string; readonly name: string; readonly url: string };
  status: RunStatus | 'not-submitted';
  reattached: boolean;
  /** Another job made the run. */
  reused?: boolean;
  steps?: StepTracker;
  /** When the run had ended. */
  standing?: Standing;
  submitted?: number;
  started?: number;
  ended?: number;
  collectedAt?: number;
  collected?: Collected;
  /** Among the secrets of the account, for as long as the run needs its own. */
  secretMark?: SecretMark;
}

/** Notes what a look has found, and when it was found first. */
export function noteStatus(state: RunState, status: RunStatus, now: () => number): void {
  state.status = status;
  if (status === 'running') state.started ??= now();
  if (hasEnded(status)) state.ended ??= now();
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** Makes the record of `state`; `error` is what ended the run early or spoilt its result. */
export function recordOf(state: RunState, error: unknown): RunRecord {
  const { plan, run, collected } = state;
  const variables = Object.fromEntries(Object.entries(plan?.variables ?? {}));
  return {
    version: 1,
    madeBy: makers(state.serverVersion),
    analysis: plan?.analysis.label ?? state.analysis,
    specification: plan?.specification.file ?? '',
    server: state.server,
    ...run,
    digest: plan?.identity.digest ?? '',
    status: state.status,
    reattached: state.reattached,
    ...(state.reused === true ? { reused: true } : {}),
    inputs: { datasets: plan?.datasets ?? [], variables, ...givenParameters(plan) },
    timings: {
      begun: isoTime(state.begun),
      ...time('submitted', state.submitted),
      ...time('started', state.started),
      ...time('ended', state.ended),
      ...time('collected', state.collectedAt),
    },
    steps: collected?.steps ?? [],
    ...(collected?.engineLog === undefined ? {} : { engineLog: collected.engineLog }),
    files: collected?.files ?? [],
    missing: collected?.missing ?? [],
    ...(collected?.tests === undefined ? {} : { tests: collected.tests }),
    ...(plan?.archive === undefined || collected?.isArchived !== true
      ? {}
      : { archive: plan.archive.name }),
    exitCode: exitCodeOf(error),
    ...(error === undefined ? {} : { error: describe(error) }),
  };
}

function makers(reana: string | undefined): Makers {
  return {
    reanaCi: version,
    ...(commit === undefined ? {} : { commit }),
    ...(reana === undefined ? {} : { reana }),
  };
}

/** An interruption carries the exit code of its signal. */
function exitCodeOf(error: unknown): number {
  if (error === undefined) return 0;
  const carried = error instanceof Error && 'exitCode' in error ? error.exitCode : undefined;
  return typeof carried === 'number' ? carried : exitCodes.internal;
}

function describe(error: unknown): NonNullable<RunRecord['error']> {
  if (isReanaCiError(error)) {
    const { code, message, hint } = error;
    return { code, message, ...(hint === undefined ? {} : { hint }) };
  }
  const message = error instanceof Error ? error.message : 'unknown';
  return { code: exitCodeOf(error) === exitCodes.internal ? 'internal' : 'interrupted', message };
}

function time<Name extends string>(
  name: Name,
  milliseconds: number | undefined,
): Partial<Record<Name, string>> {
  if (milliseconds === undefined) return {};
  return { [name]: isoTime(milliseconds) } as Partial<Record<Name, string>>;
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
