/** One job from its first try to the end of the story, with all that its seed lets go wrong, and what must hold. */
import { createHash } from 'node:crypto';
import { createReanaClient } from '../../src/reana/reana-client.ts';
import type { RunLogs, WorkspaceFile } from '../../src/reana/types.ts';
import type { ResultsStore } from '../../src/run/collect/results-store.ts';
import type { RunEvent } from '../../src/run/event.ts';
import { run, type RunOutcome } from '../../src/run/run.ts';
import { type Fault, temporaryFaults, wordedFaults } from './faults.ts';
import { job, settings } from './simulated-job.ts';
import { createSimulatedReana, outputOf, type SimulatedReana } from './simulated-reana.ts';
import { simulateTime, type SimulatedTime } from './simulated-time.ts';
import { type Boundary, createWire } from './simulated-wire.ts';

/** What goes wrong, fixed before the story begins. */
export interface Plot {
  readonly seed: number;
  readonly queue: number;
  readonly run: number;
  readonly end: 'finished' | 'failed';
  readonly timeout?: number;
  readonly withSecret: boolean;
  readonly events: readonly PlotEvent[];
}

export type PlotEvent =
  | {
      readonly kind: 'fault';
      readonly fault: Fault;
      readonly boundary: Boundary;
      /** The how-manieth request of this kind is the first to meet it, and how many do. */
      readonly first: number;
      readonly count: number;
    }
  /** Nobody gets through: milliseconds since the beginning. */
  | { readonly kind: 'outage'; readonly from: number; readonly to: number }
  /** The process dies at its how-manieth request, before or after REANA has carried that out. */
  | { readonly kind: 'kill'; readonly at: number; readonly isAfter: boolean }
  /** The host wants an end: milliseconds since the beginning. */
  | { readonly kind: 'term'; readonly at: number };

export interface Ending {
  readonly codes: readonly (number | 'killed' | 'hung')[];
  /** What must hold and does not. */
  readonly violations: readonly string[];
}

class Interruption extends Error {
  readonly exitCode = 143;
}

const mostTries = 12;
/** Milliseconds; no try of any plot needs more. */
const longestTry = 24 * 3_600_000;

export async function tell(plot: Plot): Promise<Ending> {
  const time = simulateTime(plot.seed);
  const reana = createSimulatedReana((wait, action) => {
    time.after(wait, action);
  }, plot);
  reana.secrets.set('TOKEN', { type: 'env', value: 'an older value' });
  const counts = { requests: 0, of: new Map<Boundary, number>(), fired: 0 };
  const begun = time.now();
  const term = plot.events.find((event) => event.kind === 'term');
  const told: string[] = [];
  const codes: (number | 'killed' | 'hung')[] = [];
  let last: RunOutcome | undefined;
  let stored = new Map<string, string>();

  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const controller = new AbortController();
    if (term !== undefined) {
      time.after(begun + term.at - time.now(), () => {
        controller.abort(new Interruption('Interrupted by SIGTERM.'));
      });
    }
    const killed = Promise.withResolvers<undefined>();
    const wire = createWire(reana, time, (boundary, way) => {
      const nth = counts.of.get(boundary) ?? 0;
      counts.of.set(boundary, nth + 1);
      counts.requests += 1;
      return direct(boundary, nth, () => {
        way.kill();
      });
    });
    function direct(boundary: Boundary, nth: number, kill: () => void): Fault | 'dead' | undefined {
      for (const event of plot.events) {
        if (event.kind === 'kill' && event.at === counts.requests) {
          kill();
          killed.resolve(undefined);
          return event.isAfter ? undefined : 'dead';
        }
        const since = time.now() - begun;
        if (event.kind === 'outage' && since >= event.from && since < event.to) {
          counts.fired += 1;
          return temporaryFaults.find(({ name }) => name === 'refuse');
        }
        if (event.kind !== 'fault' || event.boundary !== boundary) continue;
        if (nth >= event.first && nth < event.first + event.count) {
          counts.fired += 1;
          return event.fault;
        }
      }
      return undefined;
    }
    const client = createReanaClient(
      {
        server: 'https://reana.example.org',
        token: 'token',
        now: () => time.now(),
        delay: (milliseconds, signal) => time.delay(milliseconds, signal),
        random: () => time.random(),
        retryBudget: 60_000,
      },
      wire.transport,
    );
    const results = memoryStore();
    const trying = run(
      { ...settings, ...(plot.timeout === undefined ? {} : { timeout: plot.timeout }) },
      {
        ...job(client, plot.withSecret),
        now: () => time.now(),
        delay: (milliseconds, signal) => time.delay(milliseconds, signal),
        signal: controller.signal,
        store: results,
        host: {
          name: 'gitlab',
          defaultRunName: () => 'fit',
          resumes: true,
          announce: (event: RunEvent) => {
            if (event.kind === 'warning') told.push(event.message);
          },
          report: () => Promise.resolve(),
        },
      },
    );
    const ended = await time.until(Promise.race([trying, killed.promise]), longestTry);
    if (!ended) {
      codes.push('hung');
      break;
    }
    const outcome = await Promise.race([trying, killed.promise]);
    last = outcome;
    stored = results.files;
    if (outcome === undefined) {
      codes.push('killed');
      // What the process has begun ends with it, but what REANA does goes on.
      await time.until(time.delay(30_000), 30_000);
      continue;
    }
    codes.push(outcome.record.exitCode);
    if (outcome.record.exitCode !== 75) break;
    await time.until(time.delay(10_000), 10_000);
  }
  return {
    codes,
    violations: judge({ plot, reana, codes, last, stored, told, fired: counts.fired }),
  };
}

interface Evidence {
  readonly plot: Plot;
  readonly reana: SimulatedReana;
  readonly codes: Ending['codes'];
  readonly last: RunOutcome | undefined;
  readonly stored: ReadonlyMap<string, string>;
  readonly told: readonly string[];
  readonly fired: number;
}

/** The four things that hold whatever happens. */
function judge(evidence: Evidence): string[] {
  return [
    ...oneLiveRun(evidence),
    ...nothingWrong(evidence),
    ...nothingHarmed(evidence),
    ...anEnd(evidence),
  ];
}

/** 1. One live run per job, and none that is forgotten. */
function oneLiveRun({ reana, codes, told, plot, fired }: Evidence): string[] {
  const violations = reana.doubled.map((ids) => `two live runs: ${ids}`);
  const started = reana.runs.filter(({ orders }) => orders.includes('start'));
  const spare = started.slice(0, -1).filter(({ status }) => status !== 'failed');
  if (spare.length > 0) violations.push(`computed again: ${spare.length + 1} runs`);
  const isTold = told.some((message) => message.includes('could not be stopped'));
  const left = reana.runs.filter(({ status }) => ['queued', 'running'].includes(status));
  // A wrong address is told as such; there is nothing to look for a run at.
  const isLost = codes.at(-1) === 4 || codes.at(-1) === 5;
  if (left.length > 0 && !isTold && !isLost)
    violations.push(`a run is forgotten, codes ${codes.join(' ')}`);
  const isCancelled = plot.events.some(({ kind }) => kind === 'term');
  const drafts = reana.runs.filter(({ status }) => status === 'created');
  if (drafts.length > 0 && !(isCancelled && fired > 0) && codes.at(-1) !== 75 && !isLost) {
    violations.push(`${drafts.length} drafts are left behind`);
  }
  return violations;
}

/** 2. Exit 0 means that every byte is right, in and out. */
function nothingWrong({ codes, last, plot, stored }: Evidence): string[] {
  if (codes.at(-1) !== 0) return [];
  if (plot.end === 'failed') return ['exit 0 for a run that has failed'];
  const inputs = new Map(job.files.map(({ path, content }) => [path, Buffer.from(content)]));
  const value = plot.withSecret ? Buffer.from('new value').toString('base64') : 'an older value';
  const expected = sha256(outputOf(inputs, new Map([['TOKEN', { value }]])));
  const files = last?.record.files ?? [];
  const isRight =
    files.length === 1 &&
    files[0]?.sha256 === expected &&
    stored.get('limits/limits.json') === expected;
  return isRight ? [] : [`exit 0 with other bytes than the analysis gives`];
}

/** 3. Nobody but the host and a time that the user has set ends a run that lives. */
function nothingHarmed({ reana, plot }: Evidence): string[] {
  const mayEnd = plot.timeout !== undefined || plot.events.some(({ kind }) => kind === 'term');
  if (mayEnd) return [];
  return reana.runs.flatMap(({ orders, id }) =>
    orders
      .filter((order) => ['stop', 'delete queued', 'delete running'].includes(order))
      .map((order) => `${order}: ${id} was ended though nobody wanted it`),
  );
}

/** 4. The story ends, with the code that docs/exit-codes.md gives for it. */
function anEnd({ codes, plot, last }: Evidence): string[] {
  const end = codes.at(-1);
  if (end === 'hung') return ['it hangs'];
  const isCancelled = plot.events.some(({ kind }) => kind === 'term');
  const allowed = new Set<unknown>([plot.end === 'failed' ? 1 : 0]);
  if (isCancelled) allowed.add(143).add(75);
  if (plot.timeout !== undefined) allowed.add(6);
  if (keepsFileBack(plot)) allowed.add(7);
  if (looksWrongAtFirst(plot)) allowed.add(4).add(5);
  if (allowed.has(end)) return [];
  return [`ends with ${codes.join(' ')}: ${last?.error?.message ?? ''}`];
}

/** What answers the first request of all without being REANA is taken for a wrong address. */
function looksWrongAtFirst({ events }: Plot): boolean {
  return events.some(
    (event) =>
      event.kind === 'fault' &&
      event.boundary === 'ping' &&
      event.fault.answer.kind === 'other' &&
      event.fault.answer.reply.status < 408,
  );
}

/** Asked four times in a row, REANA has failed to give the one file: it is not brought whole. */
function keepsFileBack({ events }: Plot): boolean {
  const few: readonly unknown[] = ['500', '500 after', 'wrong size'];
  const counts = events.map((event) =>
    event.kind === 'fault' && event.boundary === 'download' && few.includes(event.fault.name)
      ? event.count
      : 0,
  );
  return counts.reduce((sum, count) => sum + count, 0) >= 4;
}

function memoryStore(): ResultsStore & { readonly files: Map<string, string> } {
  const files = new Map<string, string>();
  return {
    files,
    sink: () => {
      const written = new Map<string, { path: string; size: number; sha256: string }>();
      return {
        async sink(file: WorkspaceFile, content: AsyncIterable<Uint8Array>) {
          const chunks: Uint8Array[] = [];
          for await (const chunk of content) chunks.push(chunk);
          const bytes = Buffer.concat(chunks);
          files.set(file.path, sha256(bytes));
          written.set(file.path, { path: file.path, size: bytes.length, sha256: sha256(bytes) });
        },
        files: () => [...written.values()],
      };
    },
    writeLogs: (logs: RunLogs) =>
      Promise.resolve(new Map(logs.jobs.map(({ id }) => [id, `${id}.log`]))),
    keepRecord: () => Promise.resolve(),
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const boundaries: readonly Boundary[] = [
  'ping',
  'user',
  'info',
  'list runs',
  'create',
  'store secrets',
  'list secrets',
  'upload',
  'list files',
  'start',
  'look',
  'logs',
  'download',
  'stop',
  'delete',
  'delete secrets',
];

export { boundaries };

/** Makes up a plot. */
export function plotOf(seed: number, random: () => number): Plot {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const events: PlotEvent[] = [];
  const length = 2 + upTo(3);
  for (let i = 0; i < length; i += 1) {
    const dice = random();
    if (dice < 0.7) {
      const fault = pick(temporaryFaults);
      const boundary = pick(boundaries);
      events.push({ kind: 'fault', fault, boundary, first: upTo(3), count: 1 + upTo(4) });
    } else if (dice < 0.78) {
      const boundary = pick(['look', 'logs'] as const);
      const fault = pick(wordedFaults);
      events.push({ kind: 'fault', fault, boundary, first: upTo(3), count: 1 + upTo(4) });
    } else if (dice < 0.86) {
      const from = upTo(20 * 60_000);
      events.push({ kind: 'outage', from, to: from + upTo(45 * 60_000) });
    } else if (dice < 0.95) {
      events.push({ kind: 'kill', at: 1 + upTo(45), isAfter: random() < 0.5 });
    } else if (!events.some(({ kind }) => kind === 'term')) {
      events.push({ kind: 'term', at: upTo(pick([2000, 60_000, 30 * 60_000])) });
    }
  }
  const run = 1000 + upTo(pick([10_000, 10_000, 60_000, 60_000, 600_000, 600_000, 7_200_000]));
  return {
    seed,
    queue: upTo(pick([1000, 60_000])),
    run,
    end: random() < 0.85 ? 'finished' : 'failed',
    ...(random() < 0.1 ? { timeout: 60_000 + upTo(3_600_000) } : {}),
    withSecret: random() < 0.5,
    events,
  };
}

export type { SimulatedTime };
