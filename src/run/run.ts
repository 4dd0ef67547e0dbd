/** The life of one run, from its settings to a record of what came of it. */
import { bounded } from '../base/bounded.ts';
import type { Delay } from '../base/delay.ts';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import type { Host } from './host.ts';
import { isOnThisMachine } from '../base/loopback.ts';
import type { Redact } from '../base/redact.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { RunStatus } from '../reana/types.ts';
import type { RunRecord } from '../results/run-record.ts';
import { cancelRun } from './watch/cancel.ts';
import { type CollectPlan, collectRun } from './collect/collect.ts';
import { withinDeadline } from './deadline.ts';
import { createMistakes, type Mistakes } from './plan/mistakes.ts';
import { isOutage } from './watch/outage.ts';
import { outcomeOf } from './collect/outcome.ts';
import { planRun, type PlanTools, type RunPlan } from './plan/plan.ts';
import { checkServer } from './plan/preflight.ts';
import { reportRun } from './collect/report.ts';
import type { RunContext } from './run-context.ts';
import { recordOf, type RunState } from './run-state.ts';
import { hasEnded } from './watch/run-status.ts';
import type { RunSettings } from './plan/settings.ts';
import { createStepTracker } from './watch/step-tracker.ts';
import type { Leave } from './submit/submission.ts';
import { releaseSecrets } from './submit/store-secrets.ts';
import { submitRun } from './submit/submit.ts';
import { createPatiently } from './watch/patience.ts';
import { watchRun } from './watch/watch.ts';

export interface RunTools extends PlanTools {
  /** What is wrong with the options already; told together with the other mistakes. */
  readonly mistakes?: Mistakes;
  /** Connects to the server; called once, and not before the user's mistakes are known. */
  readonly connect: () => Promise<ReanaClient>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly delay: Delay;
  readonly redact: Redact;
  /** Masks these values from now on, wherever text leaves the program. */
  readonly hide: (secrets: Iterable<string>) => void;
  /** Aborted when the user or the host wants the run to end; its reason may carry an `exitCode`. */
  readonly signal: AbortSignal;
  /** Ends as soon as the run is in the queue, and leaves the rest to somebody else. */
  readonly leave?: Leave;
  /** Of the job when it was planned first; what has changed since then is not submitted. */
  readonly digest?: string;
}

export interface RunOutcome {
  readonly record: RunRecord;
  /** What went wrong, for the caller to print; absent when the exit code is 0. */
  readonly error?: Error;
}

/** Milliseconds that an order to stop leaves for the rest, where the host says nothing (10 s in a GitLab job). */
const usualFarewell = 8000;
/** Of which stopping the run on REANA may take so much; by far the most of it, as nothing else costs others. */
const cancelPatience = 8000;
/** Milliseconds that the server may be out of reach for what comes after the deadline. */
const lastPatience = 5000;
/** How long a server that has not answered yet is waited for. */
const firstPatience = 5 * 60_000;
/** How long the last word on the secrets may take. */
const releasePatience = 10_000;
/** A server on this machine is looked at more often than one that others use, too. */
const shortestPoll = { here: 200, elsewhere: 2000 };

/**
 * Makes a run of the analysis (or goes on with the one an earlier try made), waits for it and brings its
 * results here. Every way that ends it goes through the host's report.
 *
 * @throws nothing that is expected: see {@link RunOutcome.error}
 */
export async function run(settings: RunSettings, tools: RunTools): Promise<RunOutcome> {
  const { host, now, signal } = tools;
  const state: RunState = {
    begun: now(),
    analysis: settings.analysis,
    server: '',
    status: 'not-submitted',
    reattached: false,
  };
  let context: RunContext | undefined;
  /** Milliseconds since the epoch. */
  let deadline = Infinity;
  let error: Error | undefined;
  try {
    host.announce({ kind: 'phase', phase: 'prepare' });
    const { plan, client } = await prepare(settings, tools);
    state.plan = plan;
    state.server = client.server;
    const { delay, redact, leave } = tools;
    context = { client, host, now, delay, redact, signal, ...(leave && { leave }) };
    tools.hide(plan.secrets.confidential);
    deadline = state.begun + (settings.deadline ?? host.limits?.deadline ?? Infinity);
    await submitAndWatch(state, settings, plan, deadline, context);
  } catch (caught) {
    error = asError(caught);
  }
  if (context !== undefined && state.plan !== undefined) {
    error = await bringHome(state, state.plan, deadline, error, context);
  }
  const record = recordOf(state, error);
  await reportRun(record, error, state.plan, tools);
  return error === undefined ? { record } : { record, error };
}

/**
 * Ends a run that nobody waits for any more, and brings what there is of any that has ended.
 *
 * @returns `error`, or what else keeps the job from being a success
 */
async function bringHome(
  state: RunState,
  plan: RunPlan,
  deadline: number,
  error: Error | undefined,
  context: RunContext,
): Promise<Error | undefined> {
  const { host, now, signal } = context;
  if (error !== undefined && !signal.aborted && !mayGoOn(state, error)) {
    await end(state, context);
  } else if (!signal.aborted) {
    tellToTakeUp(state, error, host);
  }
  if (context.leave === undefined && !signal.aborted) {
    const patience = Math.min(plan.outageTimeout, Math.max(lastPatience, deadline - now()));
    error = await collect(state, { ...plan, outageTimeout: patience }, error, context);
    if (!isAborted(signal)) await releaseMark(state, context);
  }
  if (!isAborted(signal)) return error;
  // Stop first; then bring what can be brought before the host loses its patience.
  const interruption = asError(signal.reason);
  const farewell = host.limits?.farewell ?? usualFarewell;
  await bounded(farewell, timeIsOver, undefined, async (within) => {
    const inHaste = { ...context, signal: within };
    await end(state, inHaste);
    if (context.leave !== undefined || state.collected !== undefined) return;
    const { archive: _, ...rest } = plan;
    await collect(state, { ...rest, outageTimeout: farewell }, interruption, inHaste);
    await releaseMark(state, inHaste);
  });
  return interruption;
}

/** Steps 1 to 4, all on this machine: every mistake of the user's is told at once. */
async function prepare(
  settings: RunSettings,
  tools: RunTools,
): Promise<{ plan: RunPlan; client: ReanaClient }> {
  const { mistakes = createMistakes() } = tools;
  const plan = await planRun(settings, tools, mistakes);
  const client = await mistakes.finish(tools.connect);
  if (plan === undefined) throw new Error('A mistake got lost.');
  checkUnchanged(plan, tools.digest);
  return { plan, client };
}

function checkUnchanged({ identity }: RunPlan, digest: string | undefined): void {
  if (digest === undefined || digest === identity.digest) return;
  throw new ReanaCiError('specification', 'The files of the analysis changed during the scan.', {
    hint: 'Run the command again: points that finished with the same files are not repeated.',
  });
}

/** Steps 5 to 9. */
async function submitAndWatch(
  state: RunState,
  settings: RunSettings,
  plan: RunPlan,
  deadline: number,
  context: RunContext,
): Promise<void> {
  const { client, host, now } = context;
  host.announce({ kind: 'phase', phase: 'preflight', detail: client.server });
  await withinDeadline(deadline - now(), context.signal, async (signal) => {
    const within = { ...context, signal };
    const reach = createPatiently(
      Math.min(plan.outageTimeout, firstPatience),
      within,
      isUnreachable,
    );
    const user = await reach((attempt) => checkServer(plan.payload.bundle, attempt));
    state.serverVersion = user.serverVersion;
    const patiently = createPatiently(plan.outageTimeout, within);
    await submitRun(state, settings, plan, user, patiently, within);
  });
  if (state.run === undefined || state.status === 'finished') return;
  if (context.leave !== undefined) return;
  host.announce({ kind: 'phase', phase: 'watch' });
  const steps = createStepTracker((event) => {
    host.announce(event);
  }, now);
  state.steps = steps;
  state.standing = await watchRun(
    state.run.id,
    {
      queueTimeout: settings.queueTimeout,
      timeout: settings.timeout,
      deadline,
      outageTimeout: plan.outageTimeout,
      shortestPoll: isOnThisMachine(client.server) ? shortestPoll.here : shortestPoll.elsewhere,
    },
    steps,
    context,
    (status) => {
      noteStatus(state, status, now);
    },
  );
}

function noteStatus(state: RunState, status: RunStatus, now: () => number): void {
  state.status = status;
  if (status === 'running') state.started ??= now();
  if (hasEnded(status)) state.ended ??= now();
}

/**
 * Whether a run that is not waited for any longer is left for the next try to take up. Only the user, the host
 * and a deadline end one, a bug of ours, and a mistake that keeps it from being started at all.
 */
function mayGoOn({ status }: RunState, error: Error): boolean {
  return (
    isReanaCiError(error) && error.code !== 'deadline' && (status !== 'created' || isOutage(error))
  );
}

/** Ends a run, if there is one that has not ended. */
async function end(state: RunState, { client, host, now, signal }: RunContext): Promise<void> {
  const { run, status } = state;
  if (run === undefined || status === 'not-submitted' || hasEnded(status)) return;
  try {
    const ended = await bounded(cancelPatience, timeIsOver, signal, (within) =>
      cancelRun(client, run.id, status, within),
    );
    noteStatus(state, ended, now);
    host.announce({ kind: 'warning', message: `${run.name} was ${ended} on REANA.` });
  } catch (failure) {
    const reason = isReanaCiError(failure) ? ` (${failure.message})` : '';
    host.announce({
      kind: 'warning',
      message: `${run.name} could not be stopped and may go on: reana-ci stop ${run.id}${reason}`,
    });
  }
}

/** Where the server has said no, nobody tries again by himself. */
function tellToTakeUp({ run, status }: RunState, error: Error | undefined, host: Host): void {
  if (run === undefined || status === 'not-submitted' || hasEnded(status)) return;
  if (error === undefined || isOutage(error)) return;
  const message = `${run.name} was left alone and may go on: wait for it with --resume, or end it: reana-ci stop ${run.id}`;
  host.announce({ kind: 'warning', message });
}

/** Asked anew: it may have happened while something was waited for. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function timeIsOver(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The time that was left was over.');
}

/** Not when something answers that is no REANA: then the address is wrong. */
function isUnreachable(error: unknown): error is ReanaCiError {
  return isReanaCiError(error) && error.code === 'unreachable';
}

async function releaseMark(state: RunState, context: RunContext): Promise<void> {
  const { secretMark: mark, status } = state;
  if (mark === undefined || status === 'not-submitted' || !hasEnded(status)) return;
  await bounded(releasePatience, timeIsOver, context.signal, (signal) =>
    releaseSecrets(mark, { ...context, signal }),
  );
}

/**
 * Step 10, for every run that has ended, however it did.
 *
 * @returns `error`, or what else keeps the job from being a success
 */
async function collect(
  state: RunState,
  plan: CollectPlan,
  error: Error | undefined,
  context: RunContext,
): Promise<Error | undefined> {
  const { run, status } = state;
  if (run === undefined || status === 'not-submitted' || !hasEnded(status)) return error;
  context.host.announce({ kind: 'phase', phase: 'collect' });
  try {
    const steps = state.steps ?? createStepTracker(() => undefined, context.now);
    state.collected = await collectRun({ id: run.id, status }, plan, steps, context, () => {
      const unseen = { done: 0, total: 0, milliseconds: 0 };
      context.host.announce({ ...unseen, ...state.standing, kind: 'status', status });
    });
    state.collectedAt = context.now();
  } catch (caught) {
    return error ?? asError(caught);
  }
  return error ?? outcomeOf(run.name, status, state.collected);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
