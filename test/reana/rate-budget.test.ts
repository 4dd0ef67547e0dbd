import { describe, expect, it } from 'vitest';

import { createRateBudget } from '../../src/reana/rate-budget.ts';

/** A clock that only moves when somebody waits. */
function virtualClock() {
  let time = 1_000_000;
  return {
    now: () => time,
    delay: (milliseconds: number) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

async function sendTimes(
  count: number,
  headers: Record<string, string> = {},
  status = 200,
): Promise<number[]> {
  const clock = virtualClock();
  const budget = createRateBudget(clock.delay, clock.now);
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    await budget.take();
    times.push(clock.now());
    budget.learn({ status, headers });
  }
  return times;
}

/** Most requests within any `window` milliseconds. */
function densest(times: readonly number[], window: number): number {
  return Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time < start + window).length),
  );
}

const date = 'Sat, 31 Jan 2026 12:00:00 GMT';
const seconds = Date.parse(date) / 1000;

describe('the budget of requests', () => {
  it('stays under 20 per second as long as nothing is known of the server', async () => {
    const times = await sendTimes(200);
    expect(densest(times, 1000)).toBeLessThanOrEqual(20);
    expect(times.at(-1)! - times[0]!).toBeLessThan(14_000);
  });

  it('does not hold up a server on this machine', async () => {
    const clock = virtualClock();
    const budget = createRateBudget(clock.delay, clock.now, true);
    const before = clock.now();
    for (let i = 0; i < 1000; i += 1) await budget.take();
    expect(clock.now() - before).toBeLessThan(1000);
  });

  it('goes faster where the server allows more', async () => {
    const headers = {
      date,
      'x-ratelimit-limit': '40',
      'x-ratelimit-remaining': '30',
      // A window of one second, with both clocks cut to seconds.
      'x-ratelimit-reset': String(seconds + 2),
    };
    const times = await sendTimes(200, headers);
    expect(densest(times, 1000)).toBeLessThanOrEqual(40);
    expect(times.at(-1)! - times[0]!).toBeLessThan(7000);
  });

  it('goes slower where the server allows less', async () => {
    const headers = {
      date,
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '50',
      'x-ratelimit-reset': String(seconds + 60),
    };
    const times = await sendTimes(200, headers);
    expect(densest(times, 60_000)).toBeLessThanOrEqual(60);
  });

  it('pauses until the window is free again when nothing remains', async () => {
    const headers = {
      date,
      'x-ratelimit-limit': '20',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(seconds + 5),
    };
    const times = await sendTimes(2, headers);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(5000);
  });

  it('pauses all requests after 429', async () => {
    const clock = virtualClock();
    const budget = createRateBudget(clock.delay, clock.now);
    await budget.take();
    budget.learn({ status: 429, headers: {} }, 3000);
    const before = clock.now();
    await budget.take();
    expect(clock.now() - before).toBeGreaterThanOrEqual(3000);
  });

  it('believes no nonsense', async () => {
    const headers = {
      'x-ratelimit-limit': '0',
      'x-ratelimit-remaining': '-1',
      'x-ratelimit-reset': 'tomorrow',
    };
    const times = await sendTimes(40, headers);
    expect(times.at(-1)! - times[0]!).toBeLessThan(3000);
  });

  it('gives the place back when the wait is aborted', async () => {
    const clock = virtualClock();
    let aborted = false;
    const budget = createRateBudget(
      (milliseconds) => (aborted ? Promise.reject(new Error('enough')) : clock.delay(milliseconds)),
      clock.now,
    );
    for (let i = 0; i < 5; i += 1) await budget.take();
    aborted = true;
    for (let i = 0; i < 50; i += 1) await expect(budget.take()).rejects.toThrow('enough');
    aborted = false;
    const before = clock.now();
    await budget.take();
    expect(clock.now() - before).toBeLessThan(200);
  });
});
