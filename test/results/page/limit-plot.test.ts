import { describe, expect, it } from 'vitest';
import { createLimitTable, type RawPoint } from '../../../src/results/limits/limit-table.ts';
import { limitPlot } from '../../../src/results/page/limit-plot.ts';

const point = { minus2: 0.5, minus1: 0.7, expected: 1, plus1: 1.5, plus2: 2.2, observed: 1.4 };

function plot(points: readonly RawPoint[], kind: 'upper-limit' | 'p-value' = 'upper-limit') {
  const table = createLimitTable('limits.json', 'recast', kind, points);
  return (table && limitPlot(table)) ?? '';
}

function count(svg: string, pattern: RegExp): number {
  return svg.match(pattern)?.length ?? 0;
}

describe('a plot of limits', () => {
  it('is a row with its bands for a single point', () => {
    const svg = plot([point]);
    expect(count(svg, /<rect class="band[12]"/g)).toBe(2);
    expect(count(svg, /<circle class="point"/g)).toBe(1);
    expect(svg).toContain('aria-label="upper limit at 95 % CL"');
  });

  it('is a band for a scan over one parameter', () => {
    const svg = plot([300, 400, 500].map((mass) => ({ at: { mass }, ...point })));
    expect(count(svg, /<polygon class="band[12]"/g)).toBe(2);
    expect(count(svg, /<circle class="point"/g)).toBe(3);
    expect(svg).toContain('aria-label="upper limit at 95 % CL over mass"');
  });

  it('is a row for each point of a scan over more', () => {
    const points = [1, 2].map((tanb) => ({ at: { mass: 300, tanb }, ...point }));
    expect(count(plot(points), /<rect class="band[12]"/g)).toBe(4);
  });

  it('leaves out what a blind fit has not written', () => {
    const { observed: _observed, ...blind } = point;
    const svg = plot([300, 400].map((mass) => ({ at: { mass }, ...blind })));
    expect(count(svg, /<circle/g)).toBe(0);
    expect(count(svg, /<polygon/g)).toBe(2);
  });

  it('shows where p-values exclude', () => {
    const values = { expected: 0.02, observed: 0.03 };
    expect(plot([values], 'p-value')).toContain('class="threshold"');
    expect(plot([point])).not.toContain('threshold');
  });

  it('is not drawn of bands that are out of order', () => {
    expect(plot([{ ...point, minus1: 3 }])).toBe('');
  });

  it('holds nothing but itself, whatever a parameter is called', () => {
    const name = '"><script>alert(1)</script>';
    const svg = plot([1, 2].map((value) => ({ at: { [name]: value }, ...point })));
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
