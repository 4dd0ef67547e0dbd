/** Scans of a small analysis against a server that is a script. */
import path from 'node:path';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import type { PointResult } from '../../src/results/scan/point-result.ts';
import type { RunEvent } from '../../src/run/event.ts';
import type { ScanCommandOptions } from '../../src/commands/scan/options.ts';
import { readSettings } from '../../src/commands/run/settings.ts';
import { createMistakes } from '../../src/run/plan/mistakes.ts';
import type { ScanTools } from '../../src/scan/prepare.ts';
import { scan, type ScanOutcome } from '../../src/scan/scan.ts';
import type { ScanBeginning, ScanHost } from '../../src/scan/scan-host.ts';
import {
  fakeOptions,
  fakeTools,
  type Interruption,
  makeAnalysis,
  signalOf,
} from '../run/fake-analysis.ts';
import { fakeClock, type FakeClock } from '../run/fake-context.ts';
import type { FakeReana, Look } from '../run/fake-reana.ts';

export interface FakeScanHost extends ScanHost {
  readonly events: { readonly point: string; readonly event: RunEvent }[];
  readonly warnings: string[];
  readonly beginnings: ScanBeginning[];
  readonly ends: PointResult[];
  readonly reports: (readonly PointResult[])[];
}

export function fakeScanHost(): FakeScanHost {
  const host: FakeScanHost = {
    events: [],
    warnings: [],
    beginnings: [],
    ends: [],
    reports: [],
    hostOf: (point) => ({
      name: 'terminal',
      defaultRunName: (analysis) => `${analysis}-${point.name.replace(/\W/g, '-')}`,
      resumes: true,
      announce: (event) => host.events.push({ point: point.name, event }),
      report: () => Promise.resolve(),
    }),
    warn: (message) => host.warnings.push(message),
    begin: (beginning) => host.beginnings.push(beginning),
    ended: (result) => host.ends.push(result),
    report(results) {
      host.reports.push(results);
      return Promise.resolve();
    },
  };
  return host;
}

export interface ScanTry {
  readonly outcome: ScanOutcome;
  readonly host: FakeScanHost;
  readonly clock: FakeClock;
  readonly cwd: string;
}

export interface ScanTryOptions {
  readonly cwd?: string;
  readonly options?: Partial<ScanCommandOptions>;
  readonly client?: Partial<ReanaClient>;
  readonly tools?: Partial<ScanTools>;
  readonly interruption?: Interruption;
}

/** Scans `fit` with datasets, parameters and the like as given. */
export async function tryScan(reana: FakeReana, given: ScanTryOptions = {}): Promise<ScanTry> {
  const cwd = given.cwd ?? (await makeAnalysis());
  const clock = fakeClock();
  const host = fakeScanHost();
  const signal = signalOf(clock, given.interruption);
  const options: ScanCommandOptions = {
    ...fakeOptions,
    pointParameter: [],
    pointVar: [],
    pointInput: [],
    ...given.options,
  };
  const client = { ...reana.client, ...given.client };
  const mistakes = createMistakes();
  const settings = {
    run: await readSettings({ ...options, results: options.results ?? 'scan' }, mistakes),
    points: options,
    concurrency: options.concurrency,
    failFast: options.failFast === true,
    fresh: options.fresh === true,
  };
  const tools = { ...fakeTools(client, cwd, clock), mistakes, host, signal };
  const outcome = await scan(settings, { ...tools, ...given.tools });
  return { outcome, host, clock, cwd };
}

/** Lets each run go on as `looksOf` says for its name. */
export function byName(
  reana: FakeReana,
  looksOf: (name: string) => readonly Look[] | undefined,
): Pick<ReanaClient, 'createRun'> {
  return {
    async createRun(request, signal) {
      const made = await reana.client.createRun(request, signal);
      const looks = looksOf(request.name);
      const run = reana.runs.get(made.id);
      if (looks !== undefined && run !== undefined) run.looks = [...looks];
      return made;
    },
  };
}

/** Names of the points in the folder of the scan. */
export function folderOf(cwd: string, point: string): string {
  return path.join(cwd, 'scan', point);
}
