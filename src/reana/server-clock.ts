/** The server's clock, as its answers tell it: machines whose own clocks differ agree on it. */
import { header } from './answer.ts';
import type { WireAnswer } from './transport.ts';

export interface ServerClock {
  learn(answer: Pick<WireAnswer, 'headers'>): void;
  /** Milliseconds since the epoch, right to a second or two; this machine's as long as no answer has told. */
  now(): number;
}

/** @param here milliseconds since the epoch on this machine */
export function createServerClock(here: () => number): ServerClock {
  let ahead = 0;
  return {
    learn(answer) {
      const told = Date.parse(header(answer, 'date') ?? '');
      if (!Number.isNaN(told)) ahead = told - here();
    },
    now: () => here() + ahead,
  };
}
