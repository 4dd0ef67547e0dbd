/** Points of a scan over mass and width, as the samples of these tests have them. */
import type { PointResult } from '../../../../src/results/scan/point-result.ts';

export function pointOf(mass: string, changes: Partial<PointResult> = {}): PointResult {
  return {
    point: `mass=${mass}`,
    id: `0a1b-${mass}`,
    name: `zz_p42_mr7_9001_reana-scan-mass-${mass}-0123456789ab.1`,
    url: `https://reana.example.org/details/0a1b-${mass}`,
    status: 'finished',
    exitCode: 0,
    inputs: { datasets: [], variables: { CHANNEL: 'ee' }, parameters: { mass, tune: 'A' } },
    metrics: [
      {
        name: 'limit',
        label: 'Upper limit',
        unit: 'fb',
        better: 'lower',
        value: 75 / Number(mass),
      },
      { name: 'yield', label: 'Signal yield', value: 12 },
    ],
    ...changes,
  };
}

export const finishedPoints: readonly PointResult[] = ['300', '500', '750'].map((mass) =>
  pointOf(mass),
);

export function failedPoint(mass: string): PointResult {
  const name = `zz_p42_mr7_9001_reana-scan-mass-${mass}-0123456789ab.1`;
  return pointOf(mass, {
    status: 'failed',
    exitCode: 1,
    error: { code: 'run-failed', message: `${name} failed in fit.` },
    metrics: [],
  });
}

/** A point that was never begun. */
export function idlePoint(mass: string): PointResult {
  const { id: _id, name: _name, url: _url, ...point } = pointOf(mass);
  const error = { code: 'deadline', message: '--deadline passed.' };
  return { ...point, status: 'not-submitted', exitCode: 6, error, metrics: [] };
}
