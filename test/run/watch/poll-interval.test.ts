import { describe, expect, it } from 'vitest';
import { pollInterval } from '../../../src/run/watch/poll-interval.ts';

const seconds = (count: number) => count * 1000;

describe('the time between two looks at a run', () => {
  it('is a tenth of the time since something changed', () => {
    expect(pollInterval(seconds(60), 'running', seconds(2))).toBe(seconds(6));
    expect(pollInterval(seconds(120), 'running', seconds(2))).toBe(seconds(12));
    expect(pollInterval(seconds(40), 'queued', seconds(2))).toBe(seconds(4));
  });

  it.each([
    ['shortest that is allowed', 1, 'running', 2],
    ['15 s for a run that goes on for long', 3600, 'running', 15],
    ['5 s for a run that waits in the queue', 3600, 'queued', 5],
    ['5 s for a run whose jobs are not there yet', 3600, 'pending', 5],
  ] as const)('is the %s', (_, sinceChange, status, expected) => {
    expect(pollInterval(seconds(sinceChange), status, seconds(2))).toBe(seconds(expected));
  });
});
