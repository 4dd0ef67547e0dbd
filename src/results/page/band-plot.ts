/** Values over one parameter: a line with dots, and what was expected, dashed, with its bands. */
import { axisOf } from './axis.ts';
import {
  dot,
  frame,
  horizontalAxis,
  label,
  round,
  rule,
  svg,
  tickText,
  width,
} from './plot-parts.ts';

/** At one value of the parameter; absent is what is not known there. */
export interface BandPoint {
  readonly x: number;
  readonly observed?: number;
  readonly expected?: number;
  readonly minus2?: number;
  readonly minus1?: number;
  readonly plus1?: number;
  readonly plus2?: number;
}

export interface BandPlot {
  readonly title: string;
  /** Name of the parameter. */
  readonly parameter: string;
  /** Ordered by `x`, two at least. */
  readonly points: readonly BandPoint[];
  /** Whether the values cannot be negative, so that their axis begins at zero or is logarithmic. */
  readonly isPositive: boolean;
  /** A value to mark. */
  readonly threshold?: number;
}

const height = 320;
const inner = {
  width: width - frame.left - frame.right,
  height: height - frame.top - frame.bottom,
};

/** @returns SVG */
export function bandPlot({ title, parameter, points, isPositive, threshold }: BandPlot): string {
  const marks = threshold === undefined ? [] : [threshold];
  const x = axisOf(
    points.map((point) => point.x),
    'linear',
  );
  const y = axisOf([...points.flatMap(valuesOf), ...marks], isPositive ? 'positive' : 'linear');
  const px = (point: BandPoint) => frame.left + x.place(point.x) * inner.width;
  const py = (value: number) => frame.top + (1 - y.place(value)) * inner.height;
  const placesOf = (name: Exclude<keyof BandPoint, 'x'>) =>
    points.flatMap((point) => {
      const value = point[name];
      return value === undefined ? [] : [[px(point), py(value)] as const];
    });
  const line = (name: Exclude<keyof BandPoint, 'x'>) => pathOf(placesOf(name));
  const band = (low: 'minus1' | 'minus2', high: 'plus1' | 'plus2', style: string) => {
    const edges = [...placesOf(high), ...placesOf(low).reverse()];
    return edges.length < 4 ? '' : `<polygon class="${style}" points="${pathOf(edges)}"/>`;
  };
  return svg(height, title, [
    band('minus2', 'plus2', 'band2'),
    band('minus1', 'plus1', 'band1'),
    ...marks.map((mark) => rule(frame.left, py(mark), width - frame.right, py(mark), 'threshold')),
    `<polyline class="expected" points="${line('expected')}"/>`,
    `<polyline class="observed" points="${line('observed')}"/>`,
    ...placesOf('observed').map(([left, top]) => dot(left, top)),
    ...horizontalAxis(x, height - frame.bottom, parameter),
    ...y.ticks.flatMap((tick) => [
      rule(frame.left - 5, py(tick), frame.left, py(tick), 'axis'),
      label(frame.left - 9, py(tick) + 4, tickText(tick, y), 'end'),
    ]),
    rule(frame.left, frame.top, frame.left, height - frame.bottom, 'axis'),
  ]);
}

function valuesOf({ x: _x, ...values }: BandPoint): number[] {
  return Object.values(values);
}

function pathOf(places: readonly (readonly [number, number])[]): string {
  return places.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
}
