import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanCurves } from '../../../src/results/page/scan-curves.ts';
import { pageOfScan } from '../../../src/results/page/scan-page.ts';
import type { Metric } from '../../../src/results/metrics/metric.ts';
import type { PointResult } from '../../../src/results/scan/point-result.ts';

const file = 'limit_stage/limits.json';
const name = 'limit_limit_stage_limits_json';

function limits(expected: number): Metric[] {
  return [
    { name: `${name}_observed`, label: `Observed limit (${file})`, value: expected * 1.2 },
    {
      name: `${name}_expected`,
      label: `Expected limit (${file})`,
      value: expected,
      band: { low: expected * 0.7, high: expected * 1.4 },
    },
  ];
}

function point(parameters: Record<string, string>, metrics: readonly Metric[]): PointResult {
  const folder = Object.entries(parameters).map((pair) => pair.join('='));
  const inputs = { datasets: [], variables: {}, parameters };
  return { point: folder.join(','), status: 'finished', exitCode: 0, inputs, metrics };
}

const yieldOf = (value: number): Metric => ({
  name: 'yield',
  label: 'Signal yield',
  unit: 'events',
  value,
});

const scan = [
  point({ mass: '1000' }, [...limits(0.5), yieldOf(-3)]),
  point({ mass: '300' }, [...limits(2), yieldOf(12)]),
  { ...point({ mass: '500' }, []), status: 'failed' as const, exitCode: 1 },
];

describe('the curves of a scan', () => {
  it('are observed and expected limits in one, and each other number by itself, by the parameter', () => {
    expect(scanCurves(scan)).toEqual([
      {
        title: `limit (${file})`,
        parameter: 'mass',
        isPositive: true,
        points: [
          { x: 300, observed: 2.4, expected: 2, minus1: 1.4, plus1: 2.8 },
          { x: 1000, observed: 0.6, expected: 0.5, minus1: 0.35, plus1: 0.7 },
        ],
      },
      {
        title: 'Signal yield [events]',
        parameter: 'mass',
        isPositive: false,
        points: [
          { x: 300, observed: 12 },
          { x: 1000, observed: -3 },
        ],
      },
    ]);
  });

  it.each([
    ['words', [{ tune: 'A' }, { tune: 'B' }]],
    [
      'two parameters',
      [
        { mass: '1', width: '1' },
        { mass: '2', width: '2' },
      ],
    ],
    ['the same everywhere', [{ mass: '1' }, { mass: '1' }]],
    ['not given everywhere', [{ mass: '1' }, {}]],
  ] as [string, Record<string, string>[]][])('are none over %s', (_what, parameters) => {
    expect(scanCurves(parameters.map((given) => point(given, limits(1))))).toEqual([]);
  });
});

describe('the page of a scan', () => {
  it('has the curves, and every point with its numbers', async () => {
    await expect(pageOfScan(scan)).toMatchFileSnapshot(
      path.join(import.meta.dirname, 'golden/scan.html'),
    );
  });

  it('lets nothing that a step or a server says become part of it', () => {
    const evil = '"><script>alert(1)</script>';
    const text = pageOfScan([
      {
        ...point({ [evil]: evil }, [{ name: evil, label: evil, unit: evil, value: 1 }]),
        point: evil,
        url: 'javascript:alert(1)',
        error: { code: 'run-failed', message: evil },
      },
      point({ [evil]: '2' }, []),
    ]);
    expect(text).not.toMatch(/<script|javascript:/);
  });

  it('stays small for thousands of points, and says what it leaves out', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      point({ mass: String(index) }, limits(1 + index)),
    );
    const text = pageOfScan(many);
    expect(text.length).toBeLessThan(3_000_000);
    expect(text).toContain('3000 more points in scan.csv.');
  });
});
