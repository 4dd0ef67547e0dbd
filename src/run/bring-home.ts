/** The end of the wait for a run, however it came: stopping what nobody waits for, and bringing what there is. */
import { bounded } from '../base/bounded.ts';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import { type CollectPlan, collectRun } from './collect/collect.ts';
import { outcomeOf } from './collect/outcome.ts';
import type { Host } from './host.ts';
import type { RunPlan } from './plan/plan.ts';
import type { RunContext } from './run-context.ts';
import { asError, noteStatus, type RunState } from './run-state.ts';
import { findEarlierRun } from './submit/earlier-run.ts';
import { releaseSecrets } from './submit/store-secrets.ts';
import { removeTemporary } from './submit/temporary-secrets.ts';
import { cancelRun } from './watch/cancel.ts';
import { isOutage } from './watch/outage.ts';
import { hasEnded } from '../reana/types.ts';
import { createStepTracker } from './watch/step-tracker.ts';

/** Milliseconds that an order to stop leaves for the rest, where the host says nothing (10 s in a GitLab job). */
const usualFarewell = 8000;
/** Of which stopping the run on REANA may take so much; by far the most of it, as nothing else costs others. */
const cancelPatience = 8000;
/** Milliseconds that the server may be out of reach for what comes after the deadline. */
const lastPatience = 5000;
/** How long the last word on the secrets may take. */
const releasePatience = 10_000;

/**
 * Ends a run that nobody waits for any more, and brings what there is of any that has ended.
 *
 * @param deadline milliseconds since the epoch
 * @param resumes whether a run of an earlier try is this job's, too
 * @returns `error`, or what else keeps the job from being a success
 */
export async function bringHome(
  state: RunState,
  plan: RunPlan,
  { deadline, resumes }: { readonly deadline: number; readonly resumes: boolean },
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
    if (!isAborted(signal)) await releaseMark(state, plan, context);
  }
  if (!isAborted(signal)) return error;
  // Stop first; then bring what can be brought before the host loses its patience.
  const interruption = asError(signal.reason);
  const farewell = host.limits?.farewell ?? usualFarewell;
  await bounded(farewell, timeIsOver, undefined, async (within) => {
    const inHaste = { ...context, signal: within };
    if (resumes) await takeUpUnseen(state, plan, inHaste);
    await end(state, inHaste);
    if (context.leave !== undefined || state.collected !== undefined) return;
    const { archive: _, ...rest } = plan;
    await collect(state, { ...rest, outageTimeout: farewell }, interruption, inHaste);
    await releaseMark(state, plan, inHaste);
  });
  return interruption;
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

/** A try that is told to stop before it has looked ends the run of the try before it all the same. */
async function takeUpUnseen(
  state: RunState,
  { identity }: RunPlan,
  { client, signal }: RunContext,
): Promise<void> {
  if (state.run !== undefined) return;
  try {
    const { found } = await findEarlierRun(client, identity, signal);
    if (found === undefined || found.next === 'collect') return;
    const { id, name, status } = found.run;
    state.run = { id, name, url: `${client.server}/details/${id}` };
    state.status = status;
    state.reattached = true;
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
  }
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

async function releaseMark(
  { run, secretMark: mark, status, reused }: RunState,
  { secrets: { temporary = [] } }: RunPlan,
  context: RunContext,
): Promise<void> {
  if (status === 'not-submitted' || !hasEnded(status)) return;
  await bounded(releasePatience, timeIsOver, context.signal, async (signal) => {
    const within = { ...context, signal };
    if (mark !== undefined) await releaseSecrets(mark, within);
    // An earlier try of this job may have stored them.
    if (run !== undefined && reused !== true) await removeTemporary(temporary, run.id, within);
  });
}

/**
 * Collects the results of a run that has ended, however it did.
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

/** Asked anew: it may have happened while something was waited for. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function timeIsOver(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The time that was left was over.');
}
