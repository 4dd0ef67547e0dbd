import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../src/results/page/axis.ts';

describe('an axis', () => {
  it('goes from the first to the last point of a scan, with round values', () => {
    const axis = axisOf([300, 1000, 400], 'linear');
    expect(axis.ticks).toEqual([400, 600, 800, 1000]);
    expect([300, 650, 1000].map(axis.place)).toEqual([0, 0.5, 1]);
  });

  it('begins at zero for limits', () => {
    const axis = axisOf([0.4, 2.2], 'positive');
    expect(axis.ticks).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(axis.place(0)).toBe(0);
    expect(axis.place(2.2)).toBeLessThan(1);
  });

  it('is logarithmic where values differ by orders of magnitude', () => {
    const axis = axisOf([0.02, 300], 'positive');
    expect(axis).toMatchObject({ isLogarithmic: true, ticks: [0.01, 0.1, 1, 10, 100, 1000] });
    expect(axis.place(0.01)).toBeCloseTo(0);
    expect(axis.place(1000)).toBeCloseTo(1);
  });

  it.each([
    [[5], 'linear'],
    [[0], 'linear'],
    [[5], 'positive'],
    [[0, 0], 'positive'],
    [[1e-300, 1e300], 'positive'],
    [[-1e15, 1e15], 'linear'],
  ] as const)('has a place for every value, and few ticks: %j, %s', (values, kind) => {
    const axis = axisOf(values, kind);
    expect(axis.ticks.length).toBeLessThan(12);
    for (const place of values.map(axis.place)) {
      expect(place).toBeGreaterThanOrEqual(-1e-9);
      expect(place).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});
