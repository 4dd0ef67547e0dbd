/** One run for each point of a scan, several at a time; a point that fails leaves the others to theirs. */
import path from 'node:path';
import { isReanaCiError } from '../base/error.ts';
import { forEachLimited } from '../base/limit.ts';
import { writeScanPage } from '../results/page/write-scan-page.ts';
import { pointResult, type PointResult } from '../results/scan/point-result.ts';
import { scanError } from '../results/scan/scan-error.ts';
import { writeScanFiles } from '../results/scan/scan-files.ts';
import { run } from '../run/run.ts';
import { findFinished } from './finished-point.ts';
import type { PlannedPoint } from './plan-points.ts';
import { prepareScan, type ScanPlan, type ScanSettings, type ScanTools } from './prepare.ts';
import { createScanEnd, type EndReason } from './scan-end.ts';

export interface ScanOutcome {
  /** In the order of the points. */
  readonly results: readonly PointResult[];
  /** What to tell at the end; its exit code is the worst of all points. */
  readonly error?: Error;
}

/**
 * Runs every point that is not here already, and writes `scan.csv` and `scan.json`.
 *
 * @throws ReanaCiError all mistakes of the user's at once, before anything is submitted; what keeps the server
 * from being reached
 * @throws the signal's reason, when it comes before the first run
 */
export async function scan(settings: ScanSettings, tools: ScanTools): Promise<ScanOutcome> {
  const { host, now, signal } = tools;
  const begun = now();
  const plan = await prepareScan(settings, tools);
  const { points, concurrency } = plan;
  const deadline = begun + (settings.run.deadline ?? Infinity);
  const results: (PointResult | undefined)[] = await findResults(plan, settings);
  const here = results.filter((result) => result !== undefined).length;
  host.begin({ server: plan.client.server, points: points.length, here, concurrency });
  const end = createScanEnd({ deadline, now, failFast: settings.failFast, signal });

  await forEachLimited(points.entries(), concurrency, async ([index, planned]) => {
    if (results[index] !== undefined) return;
    const reason = end.reason();
    const result =
      reason === undefined
        ? await runPoint(planned, plan, deadline - now(), { ...tools, signal: end.signal })
        : notBegun(planned, reason);
    results[index] = result;
    end.learn(result);
    host.ended(result);
  });
  return conclude(
    results.filter((result) => result !== undefined),
    plan,
    tools,
  );
}

/** What an earlier call has left; `undefined` where a run is needed. */
async function findResults(
  { points, client, folder, metrics }: ScanPlan,
  { fresh }: ScanSettings,
): Promise<(PointResult | undefined)[]> {
  const results: (PointResult | undefined)[] = [];
  for (const { point, digest } of points) {
    const place = path.join(folder, point.name);
    const record = fresh ? undefined : await findFinished(place, digest, client.server);
    results.push(record && (await pointResult(place, record, metrics)));
  }
  return results;
}

/** @param left milliseconds for everything; infinite for no end */
async function runPoint(
  { point, digest }: PlannedPoint,
  { client, folder, metrics, settingsOf, shared }: ScanPlan,
  left: number,
  tools: ScanTools,
): Promise<PointResult> {
  const place = path.join(folder, point.name);
  const host = tools.host.hostOf(point, place);
  const settings = {
    ...settingsOf(point),
    // What there is to find has been told.
    lint: false,
    deadline: left === Infinity ? undefined : Math.max(1000, left),
  };
  const connect = () => Promise.resolve(client);
  const { record } = await run(settings, { ...tools, ...shared, host, connect, digest });
  return pointResult(place, record, metrics);
}

function notBegun({ point, inputs }: PlannedPoint, { exitCode, error }: EndReason): PointResult {
  return { point: point.name, status: 'not-submitted', exitCode, error, inputs, metrics: [] };
}

async function conclude(
  results: readonly PointResult[],
  { folder }: ScanPlan,
  { host, redact, signal }: ScanTools,
): Promise<ScanOutcome> {
  let error: Error | undefined = signal.aborted ? asError(signal.reason) : scanError(results);
  try {
    await writeScanFiles(folder, results, redact);
    await writeScanPage(folder, results, redact);
    await host.report(results);
  } catch (failure) {
    if (!isReanaCiError(failure)) throw failure;
    // It must not hide how the points went.
    if (error !== undefined) host.warn(failure.message);
    error ??= failure;
  }
  return { results, ...(error === undefined ? {} : { error }) };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
