import { describe, expect, it } from 'vitest';
import { type ErrorCode, ReanaCiError } from '../../../src/base/error.ts';
import type { Collected } from '../../../src/run/collect/collect.ts';
import { outcomeOf } from '../../../src/run/collect/outcome.ts';

function after(code: ErrorCode): ErrorCode | undefined {
  const collected: Collected = {
    steps: [],
    files: [],
    missing: [],
    isArchived: false,
    errors: [new ReanaCiError(code, 'Refused.'), new ReanaCiError('internal', 'Later.')],
  };
  return outcomeOf('fit.1', 'finished', collected)?.code;
}

describe('a run that finished, and whose results could not all be fetched', () => {
  it.each(['unreachable', 'local-io', 'output-missing', 'unauthorized', 'login-expired'] as const)(
    'ends with %s, which says who has to act',
    (code) => {
      expect(after(code)).toBe(code);
    },
  );

  it.each(['forbidden', 'not-found', 'bad-request', 'conflict'] as const)(
    'has incomplete outputs after %s',
    (code) => {
      expect(after(code)).toBe('output-missing');
    },
  );
});
