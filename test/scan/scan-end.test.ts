import { describe, expect, it } from 'vitest';
import { type ErrorCode, exitCodes } from '../../src/base/error.ts';
import { createScanEnd } from '../../src/scan/scan-end.ts';
import type { PointResult } from '../../src/results/scan/point-result.ts';

function pointThatFailed(code: ErrorCode): PointResult {
  const error = { code, message: 'Refused.' };
  const inputs = { datasets: [], variables: {}, parameters: {}, options: {} };
  const exitCode = exitCodes[code];
  return { point: 'mass-500', status: 'failed', exitCode, error, inputs, metrics: [] };
}

function endAfter(code: ErrorCode) {
  const never = new AbortController().signal;
  const end = createScanEnd({ deadline: Infinity, now: Date.now, failFast: false, signal: never });
  end.learn(pointThatFailed(code));
  return end.reason();
}

describe('a scan', () => {
  it.each([
    ...(['unauthorized', 'login-expired', 'quota', 'secret-missing'] as const),
    ...(['unreachable', 'not-reana', 'tls', 'local-io'] as const),
  ])('begins no further point after %s, which every point would meet', (code) => {
    expect(endAfter(code)).toMatchObject({
      exitCode: exitCodes[code],
      error: { code, message: 'mass-500 failed for a reason that affects every point: Refused.' },
    });
  });

  it.each(['run-failed', 'specification', 'deadline', 'output-missing', 'not-found'] as const)(
    'goes on after %s of one point',
    (code) => {
      expect(endAfter(code)).toBeUndefined();
    },
  );
});
