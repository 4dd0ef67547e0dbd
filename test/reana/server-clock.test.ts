import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../src/reana/server-clock.ts';

describe('the clock of the server', () => {
  it('is this machine’s until an answer tells, and goes on between answers', () => {
    let here = Date.UTC(2026, 0, 31, 12);
    const clock = createServerClock(() => here);
    clock.learn({ headers: {} });
    clock.learn({ headers: { date: 'noon' } });
    expect(clock.now()).toBe(here);
    clock.learn({ headers: { date: 'Sat, 31 Jan 2026 09:00:00 GMT' } });
    here += 5000;
    expect(clock.now()).toBe(Date.UTC(2026, 0, 31, 9, 0, 5));
  });
});
