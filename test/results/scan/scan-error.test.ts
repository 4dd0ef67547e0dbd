import { describe, expect, it } from 'vitest';
import type { PointResult } from '../../../src/results/scan/point-result.ts';
import { scanError } from '../../../src/results/scan/scan-error.ts';

function point(name: string, exitCode: number, code?: string): PointResult {
  return {
    point: name,
    status: exitCode === 0 ? 'finished' : 'failed',
    exitCode,
    ...(code === undefined ? {} : { error: { code, message: `${name} went wrong.` } }),
    inputs: { datasets: [], variables: {} },
    metrics: [],
  };
}

describe('the error of a scan', () => {
  it('is none when all points are a success', () => {
    expect(scanError([point('a', 0), point('b', 0)])).toBeUndefined();
  });

  it.each([
    [1, 'run-failed', ['a 0', 'b 1 run-failed', 'c 7 output-missing']],
    [1, 'run-failed', ['a 6 deadline', 'b 1 run-failed']],
    [6, 'deadline', ['a 7 output-missing', 'b 6 deadline']],
    [75, 'unreachable', ['a 1 run-failed', 'b 75 unreachable', 'c 6 deadline']],
    [4, 'specification', ['a 75 unreachable', 'b 4 specification']],
    [5, 'quota', ['a 4 specification', 'b 75 unreachable', 'c 5 quota']],
    [70, 'internal', ['a 5 quota', 'b 70 internal']],
    [1, 'run-failed', ['a 143 interrupted', 'b 0']],
    [1, 'run-failed', ['a 1 something-else']],
  ])('has the exit code %d (%s) for %j', (exitCode, code, points) => {
    const results = points.map((text) => {
      const [name = '', number, itsCode] = text.split(' ');
      return point(name, Number(number), itsCode);
    });
    expect(scanError(results)).toMatchObject({ exitCode, code });
  });

  it('names the points, as far as that can be read', () => {
    const many = Array.from({ length: 30 }, (_, index) => point(`p${index}`, 1, 'run-failed'));
    expect(scanError(many)?.message).toMatch(/^30 of 30 points failed: p0, .* and 10 more\.$/);
  });

  it('says what to do about a server that is away', () => {
    expect(scanError([point('a', 75, 'unreachable')])?.hint).toContain('the same command again');
  });
});
