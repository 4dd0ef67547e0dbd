/** Two hundred jobs behind one address, forty at a time, on a server that takes twenty requests a second. */
import { createReanaClient } from '../../src/reana/reana-client.ts';
import { run } from '../../src/run/run.ts';
import { job, settings } from './simulated-job.ts';
import { createSimulatedReana, json } from './simulated-reana.ts';
import { simulateTime } from './simulated-time.ts';
import { createWire } from './simulated-wire.ts';

export interface Crowd {
  readonly jobs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly requests: number;
  readonly refused: number;
  /** Milliseconds. */
  readonly took: number;
}

const jobs = 200;
const atATime = 40;
const limit = { requests: 20, window: 1000 };

export async function crowd(seed: number): Promise<Crowd> {
  const time = simulateTime(seed);
  const begun = time.now();
  const reana = createSimulatedReana(
    (wait, action) => {
      time.after(wait, action);
    },
    { queue: 2000, run: 60_000, end: 'finished' },
  );
  let recent: number[] = [];
  let requests = 0;
  let refused = 0;
  let finished = 0;
  const refusal = {
    name: 429,
    done: 0,
    answer: { kind: 'other', reply: json(429, { message: '20 per 1 second' }) },
  } as const;

  async function one(number: number): Promise<void> {
    const wire = createWire(reana, time, () => {
      requests += 1;
      recent = recent.filter((at) => at > time.now() - limit.window);
      // A refused request does not count.
      if (recent.length < limit.requests) {
        recent.push(time.now());
        return undefined;
      }
      refused += 1;
      return { ...refusal, name: '429' as never };
    });
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
    const { record } = await run(settings, {
      ...job(client, false),
      now: () => time.now(),
      delay: (milliseconds, signal) => time.delay(milliseconds, signal),
      signal: new AbortController().signal,
      store: {
        sink: () => ({
          sink: async (_file, content) => {
            for await (const _chunk of content) continue;
          },
          files: () => [],
        }),
        writeLogs: () => Promise.resolve(new Map()),
        keepRecord: () => Promise.resolve(),
      },
      host: {
        name: 'gitlab',
        defaultRunName: () => `fit-${number}`,
        resumes: true,
        announce: () => undefined,
        report: () => Promise.resolve(),
      },
    });
    if (record.exitCode === 0) finished += 1;
  }

  let next = 0;
  async function work(): Promise<void> {
    while (next < jobs) {
      next += 1;
      await one(next);
    }
  }
  await time.until(Promise.all(Array.from({ length: atATime }, work)), 48 * 3_600_000);
  return {
    jobs,
    lost: jobs - finished,
    doubled: reana.runs.length - jobs,
    requests,
    refused,
    took: time.now() - begun,
  };
}
