/** The life of one run, from its settings to a record of what came of it. */
import type { Delay } from '../base/delay.ts';
import { ReanaCiError } from '../base/error.ts';
import { isOnThisMachine } from '../base/loopback.ts';
import type { Redact } from '../base/redact.ts';
import { CallError } from '../reana/call-error.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { RunRecord } from '../results/run-record.ts';
import { bringHome } from './bring-home.ts';
import type { ResultsStore } from './collect/results-store.ts';
import { withinDeadline } from './deadline.ts';
import { createMistakes, type Mistakes } from './plan/mistakes.ts';
import { planRun, type PlanTools, type RunPlan } from './plan/plan.ts';
import { checkServer } from './plan/preflight.ts';
import { reportRun } from './collect/report.ts';
import type { RunContext } from './run-context.ts';
import { asError, noteStatus, recordOf, type RunState } from './run-state.ts';
import type { RunSettings } from './plan/settings.ts';
import { createStepTracker } from './watch/step-tracker.ts';
import type { Leave } from './submit/submission.ts';
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
  /** Where results go; by default the disk. */
  readonly store?: ResultsStore;
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

/** How long a server that has not answered yet is waited for. */
const firstPatience = 5 * 60_000;
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
  const resumes = settings.resume ?? host.resumes;
  let context: RunContext | undefined;
  /** Milliseconds since the epoch. */
  let deadline = Infinity;
  let error: Error | undefined;
  try {
    host.announce({ kind: 'phase', phase: 'prepare' });
    const { plan, client } = await prepare(settings, tools);
    state.plan = plan;
    state.server = client.server;
    const { delay, redact, leave, store } = tools;
    const optional = { ...(leave && { leave }), ...(store && { store }) };
    context = { client, host, now, delay, redact, signal, ...optional };
    tools.hide(plan.secrets.confidential);
    deadline = state.begun + (settings.deadline ?? host.limits?.deadline ?? Infinity);
    await submitAndWatch(state, settings, plan, deadline, context);
  } catch (caught) {
    error = asError(caught);
  }
  if (context !== undefined && state.plan !== undefined) {
    error = await bringHome(state, state.plan, { deadline, resumes }, error, context);
  }
  const record = recordOf(state, error);
  await reportRun(record, error, state.plan, tools);
  return error === undefined ? { record } : { record, error };
}

/** Planning, all on this machine: every mistake of the user's is told at once. */
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

/** Submitting and watching. */
async function submitAndWatch(
  state: RunState,
  settings: RunSettings,
  plan: RunPlan,
  deadline: number,
  context: RunContext,
): Promise<void> {
  const { client, host, now } = context;
  host.announce({ kind: 'phase', phase: 'preflight', server: client.server });
  await withinDeadline(deadline - now(), context.signal, async (signal) => {
    const within = { ...context, signal };
    const reach = createPatiently(
      Math.min(plan.outageTimeout, firstPatience),
      within,
      isUnreachable,
    );
    const server = await reach((attempt) => checkServer(plan.payload.bundle, attempt));
    state.serverVersion = server.user.serverVersion;
    const patiently = createPatiently(plan.outageTimeout, within);
    await submitRun(state, settings, plan, server, patiently, within);
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

/** Not when something answers that is no REANA, or no such host is known: then the address is wrong. */
function isUnreachable(error: unknown): error is CallError {
  return (
    error instanceof CallError &&
    error.code === 'unreachable' &&
    error.failure.repeat === 'patiently'
  );
}
