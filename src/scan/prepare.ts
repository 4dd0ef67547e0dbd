/** Everything about a scan that is known before its first run: options, points, server; all mistakes at once. */
import path from 'node:path';
import { formatFinding, ReanaCiError } from '../base/error.ts';
import { refuseLinkedFolder } from '../base/replace-file.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { openAnalysis } from '../run/plan/analysis.ts';
import { createDigests } from '../run/plan/job-identity.ts';
import { createMistakes } from '../run/plan/mistakes.ts';
import type { PlanTools } from '../run/plan/plan.ts';
import type { RunTools } from '../run/run.ts';
import type { RunSettings } from '../run/plan/settings.ts';
import type { DeclaredMetric } from '../specification/metric-settings.ts';
import { readSettings } from '../specification/settings-file.ts';
import { scanDefaults } from './defaults.ts';
import { type PlannedPoint, planPoints } from './plan-points.ts';
import type { Point } from './point.ts';
import { type PointOptions, readPoints } from './read-points.ts';
import type { ScanHost } from './scan-host.ts';
import { shareClient } from './shared-client.ts';
import { shareGroundwork } from './shared-groundwork.ts';

export interface ScanSettings {
  /** What the runs of all points share; `results` is the folder of the scan. */
  readonly run: RunSettings;
  readonly points: PointOptions;
  /** How many runs are alive at a time, as typed; {@link scanDefaults} where it is absent. */
  readonly concurrency?: string | undefined;
  /** Whether the first point that fails ends the scan. */
  readonly failFast: boolean;
  /** Whether to run points again whose results are here. */
  readonly fresh: boolean;
}

export interface ScanTools extends Omit<RunTools, 'host' | 'digest' | 'leave'> {
  readonly host: ScanHost;
}

export interface ScanPlan {
  readonly points: readonly PlannedPoint[];
  readonly client: ReanaClient;
  readonly concurrency: number;
  /** Absolute folder, which has one folder a point. */
  readonly folder: string;
  readonly metrics: readonly DeclaredMetric[];
  readonly settingsOf: (point: Point) => RunSettings;
  /** Handed to every run, so that what they share is read once. */
  readonly shared: Pick<PlanTools, 'layGroundwork' | 'digestOf'>;
}

/** As many as can be stopped within three seconds at the rate of requests that servers allow by default. */
const highestConcurrency = 40;

/**
 * @throws ReanaCiError all mistakes of the user's at once; what keeps the server from being reached
 * @throws the signal's reason
 */
export async function prepareScan(settings: ScanSettings, tools: ScanTools): Promise<ScanPlan> {
  const { host, cwd, signal, mistakes = createMistakes() } = tools;
  const folder = path.resolve(cwd, settings.run.results);
  await refuseLinkedFolder(cwd, folder);
  const concurrency = await mistakes.attempt(() => readConcurrency(settings));
  const analysis = await mistakes.attempt(() => openAnalysis(settings.run.analysis, tools));
  const given = await readPoints(settings.points, settings.run, cwd, mistakes);
  for (const warning of given.warnings) host.warn(formatFinding(warning));
  const shared = {
    digestOf: createDigests(),
    ...(analysis && { layGroundwork: shareGroundwork(analysis, folder) }),
  };
  const settingsOf = (point: Point) => settingsFor(point, settings.run, folder);
  const points = await mistakes.attempt(() =>
    planPoints(given.points, {
      settingsOf,
      hostOf: (point) => host.hostOf(point, path.join(folder, point.name)),
      tools: { ...tools, ...shared },
      signal,
    }),
  );
  const client = await mistakes.finish(tools.connect);
  if (concurrency === undefined || analysis === undefined || points === undefined) {
    throw new Error('A mistake got lost.');
  }
  const { metrics, problems } = await readSettings(analysis.root);
  for (const problem of problems) host.warn(formatFinding(problem));
  return { points, client: shareClient(client), concurrency, folder, metrics, settingsOf, shared };
}

function settingsFor(point: Point, run: RunSettings, folder: string): RunSettings {
  return {
    ...run,
    parameters: { ...run.parameters, ...point.parameters },
    variables: { ...run.variables, ...point.variables },
    datasets: [...run.datasets, ...point.datasets],
    results: path.join(folder, point.name),
    // All points share one folder already.
    archive: undefined,
  };
}

function readConcurrency({ concurrency }: ScanSettings): number {
  const count = concurrency === undefined ? scanDefaults.concurrency : Number(concurrency);
  if (Number.isSafeInteger(count) && count >= 1 && count <= highestConcurrency) return count;
  throw new ReanaCiError(
    'usage',
    `--concurrency: give a count from 1 to ${highestConcurrency}, not "${concurrency ?? ''}".`,
    { hint: 'More runs could not be stopped in time when the scan is cancelled.' },
  );
}
