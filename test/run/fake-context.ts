/** A run's surroundings without a wall clock: waiting moves the clock, and nothing takes time otherwise. */
import type { Delay } from '../../src/base/delay.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import type { RunEvent } from '../../src/run/event.ts';
import type { Host, RunReport } from '../../src/run/host.ts';
import type { RunContext } from '../../src/run/run-context.ts';

export interface FakeClock {
  now(): number;
  readonly delay: Delay;
  /** What to do when the clock has reached a time; checked after every wait. */
  at(milliseconds: number, action: () => void): void;
  /** All waits so far. */
  readonly waits: number[];
}

export const startOfTime = Date.UTC(2026, 0, 31, 12);

export function fakeClock(): FakeClock {
  let time = startOfTime;
  const waits: number[] = [];
  const plans: { readonly time: number; readonly action: () => void }[] = [];
  return {
    waits,
    now: () => time,
    at(milliseconds, action) {
      plans.push({ time: startOfTime + milliseconds, action });
    },
    async delay(milliseconds, signal) {
      signal?.throwIfAborted();
      // Lets go of the processor, as a real wait does.
      await new Promise((resolve) => setImmediate(resolve));
      waits.push(milliseconds);
      time += milliseconds;
      for (const plan of plans.splice(0)) {
        if (plan.time <= time) plan.action();
        else plans.push(plan);
      }
      signal?.throwIfAborted();
    },
  };
}

export interface FakeHost extends Host {
  readonly events: RunEvent[];
  readonly reports: RunReport[];
}

export function fakeHost(resumes = false): FakeHost {
  const events: RunEvent[] = [];
  const reports: RunReport[] = [];
  return {
    name: 'terminal',
    events,
    reports,
    defaultRunName: (analysis) => analysis,
    resumes,
    announce: (event) => events.push(event),
    report(report) {
      reports.push(report);
      return Promise.resolve();
    },
  };
}

export function fakeContext(
  client: ReanaClient,
  clock: FakeClock = fakeClock(),
  signal: AbortSignal = new AbortController().signal,
  host: FakeHost = fakeHost(),
): RunContext & { readonly host: FakeHost } {
  return {
    client,
    host,
    now: () => clock.now(),
    delay: clock.delay,
    redact: (text) => text,
    signal,
  };
}
