/** Everything about a scan that is known before its first run: options, points, server; all mistakes at once. */
import path from 'node:path';
import { formatFinding, ReanaCiError } from '../base/error.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { openAnalysis } from '../run/plan/analysis.ts';
import { createDigests } from '../run/plan/job-identity.ts';
import { createMistakes } from '../run/plan/mistakes.ts';
import type { PlanTools } from '../run/plan/plan.ts';
import type { RunTools } from '../run/run.ts';
import { defaultSettings, type RunOptions } from '../run/plan/settings.ts';
import type { DeclaredMetric } from '../specification/metric-settings.ts';
import { readSettings } from '../specification/settings-file.ts';
import { scanDefaults } from './defaults.ts';
import { type PlannedPoint, planPoints } from './plan-points.ts';
import type { Point } from './point.ts';
import { type PointOptions, readPoints } from './read-points.ts';
import type { ScanHost } from './scan-host.ts';
import { shareClient } from './shared-client.ts';
import { shareGroundwork } from './shared-groundwork.ts';

/** Options of a run mean what they mean there, and hold for all points. */
export interface ScanOptions extends RunOptions, PointOptions {
  /** How many runs are alive at a time. */
  readonly concurrency?: string | undefined;
  /** The first point that fails ends the scan. */
  readonly failFast?: boolean | undefined;
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
  /** Options of the run of a point. */
  readonly optionsOf: (point: Point) => RunOptions;
  /** Handed to every run, so that what they share is read once. */
  readonly shared: Pick<PlanTools, 'layGroundwork' | 'digestOf'>;
}

/** As many as can be stopped within three seconds at the rate of requests that servers allow by default. */
const highestConcurrency = 40;

/**
 * @throws ReanaCiError all mistakes of the user's at once; what keeps the server from being reached
 * @throws the signal's reason
 */
export async function prepareScan(options: ScanOptions, tools: ScanTools): Promise<ScanPlan> {
  const { host, cwd, signal } = tools;
  const mistakes = createMistakes();
  const folder = path.resolve(cwd, options.results ?? scanDefaults.results);
  const concurrency = await mistakes.attempt(() => readConcurrency(options));
  const analysis = await mistakes.attempt(() =>
    openAnalysis(options.analysis ?? defaultSettings.analysis, tools),
  );
  const given = await readPoints(options, options, cwd, mistakes);
  for (const warning of given.warnings) host.warn(formatFinding(warning));
  const shared = {
    digestOf: createDigests(),
    ...(analysis && { layGroundwork: shareGroundwork(analysis, folder) }),
  };
  const optionsOf = (point: Point) => optionsFor(point, options, folder);
  const points = await mistakes.attempt(() =>
    planPoints(given.points, {
      optionsOf,
      hostOf: (point) => host.hostOf(point, path.join(folder, point.name)),
      tools: { ...tools, ...shared },
      signal,
    }),
  );
  const client = await mistakes.finish(tools.connect);
  if (concurrency === undefined || analysis === undefined || points === undefined) {
    throw new Error('A mistake was not kept.');
  }
  const { metrics, problems } = await readSettings(analysis.root);
  for (const problem of problems) host.warn(formatFinding(problem));
  return { points, client: shareClient(client), concurrency, folder, metrics, optionsOf, shared };
}

function optionsFor(point: Point, options: ScanOptions, folder: string): RunOptions {
  const { parameters, variables, datasets } = point;
  return {
    ...options,
    parameter: [...options.parameter, ...assignments(parameters)],
    var: [...options.var, ...assignments(variables)],
    input: [...options.input, ...datasets],
    results: path.join(folder, point.name),
    // All points share one folder already.
    noArchive: true,
  };
}

function assignments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}

function readConcurrency({ concurrency }: ScanOptions): number {
  const count = concurrency === undefined ? scanDefaults.concurrency : Number(concurrency);
  if (Number.isSafeInteger(count) && count >= 1 && count <= highestConcurrency) return count;
  throw new ReanaCiError(
    'usage',
    `--concurrency: "${concurrency ?? ''}" is not a count from 1 to ${highestConcurrency}.`,
    { hint: 'More runs could not be stopped in time when the scan is cancelled.' },
  );
}
