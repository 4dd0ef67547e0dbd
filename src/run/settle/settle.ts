/** Bringing the results of a run here that nobody has waited for, once it has ended. */
import { serverTimeValue } from '../../base/server-time.ts';
import { isReanaCiError } from '../../base/error.ts';
import { parseFeatures } from '../../features/feature-files.ts';
import { declaredOutputs } from '../../reana/declared-outputs.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import type { DeclaredOutputs } from '../../results/output-selection.ts';
import type { RunRecord } from '../../results/run-record.ts';
import { collectRun } from '../collect/collect.ts';
import { outcomeOf } from '../collect/outcome.ts';
import { keepRecord } from '../collect/report.ts';
import type { RunContext } from '../run-context.ts';
import { recordOf } from '../run-state.ts';
import { createStepTracker } from '../watch/step-tracker.ts';
import type { Submission } from '../submit/submission.ts';

export interface SettlePlan {
  /** Absolute folder of this run. */
  readonly results: string;
  /** Paths and globs to fetch; empty takes what the specification of the run declares. */
  readonly outputs: readonly string[];
  /** Called when all is here, before anybody is told; throws when the run is not ours to tell about any more. */
  readonly confirm: () => Promise<void>;
}

/** How long the server may be out of reach in one go, in milliseconds. */
const outageTimeout = 5 * 60_000;

/**
 * Collects an ended run, writes its record and lets the host report, as `run` would have.
 *
 * @returns the record; its exit code says how the run went
 * @throws ReanaCiError what the server refuses, `unreachable`, `local-io`
 * @throws the signal's reason
 */
export async function settleRun(
  run: WorkflowRun,
  submission: Submission,
  plan: SettlePlan,
  context: RunContext,
): Promise<RunRecord> {
  const { client, host, now, redact, signal } = context;
  const begun = now();
  const steps = createStepTracker((event) => {
    host.announce(event);
  }, now);
  const collected = await collectRun(
    { id: run.id, status: run.status },
    {
      outputs: await chooseOutputs(),
      features: await parseFeatures(submission.features ?? []),
      results: plan.results,
      compress: false,
      outageTimeout,
    },
    steps,
    context,
    () => undefined,
  );
  // What the server did not give now, it may give to the next one who asks.
  const outage = collected.errors.find(({ code }) => code === 'unreachable');
  if (outage !== undefined) throw outage;
  const error = outcomeOf(run.name, run.status, collected);
  const state = {
    begun,
    analysis: submission.analysis,
    server: client.server,
    serverVersion: (await client.user(signal)).serverVersion,
    run: { id: run.id, name: run.name, url: `${client.server}/details/${run.id}` },
    status: run.status,
    reattached: true,
    ...timesOf(run),
    collectedAt: now(),
    collected,
  };
  await plan.confirm();
  const { specification, digest, inputs } = submission;
  const record = { ...recordOf(state, error), specification, digest, inputs };
  await keepRecord(record, plan.results, redact);
  await host.report({ record, results: plan.results, ...(isReanaCiError(error) && { error }) });
  return record;

  async function chooseOutputs(): Promise<DeclaredOutputs> {
    if (plan.outputs.length > 0) return { files: plan.outputs, directories: [] };
    const { specification: stored } = await client.specification(run.id, signal);
    return declaredOutputs(stored);
  }
}

/** The server's own clock: how long the run took is right, when it was may be hours off. */
function timesOf({ progress }: WorkflowRun): { started?: number; ended?: number } {
  const { startedAt, finishedAt, stoppedAt } = progress;
  const started = serverTimeValue(startedAt);
  const ended = serverTimeValue(finishedAt ?? stoppedAt);
  return {
    ...(Number.isNaN(started) ? {} : { started }),
    ...(Number.isNaN(ended) ? {} : { ended }),
  };
}
