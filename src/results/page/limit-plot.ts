/** Limits as a plot: the expected ones with their bands, the observed ones on top. */
import { type LimitPoint, type LimitTable, placeOf } from '../limits/limit-table.ts';
import { axisOf } from './axis.ts';
import { bandPlot } from './band-plot.ts';
import { dot, frame, horizontalAxis, label, round, rule, svg, width } from './plot-parts.ts';

/** A CLs below it excludes a point at 95 % confidence level. */
export const excluded = 0.05;
/** Points beside each other that do not lie on one axis become rows; more rows nobody reads. */
const mostRows = 40;
const rowHeight = 34;

/**
 * Draws a scan over one parameter as bands, anything else as a row for each point.
 *
 * @returns SVG, or `undefined` for numbers that must not be drawn
 */
export function limitPlot(table: LimitTable): string | undefined {
  const { points, kind, problems } = table;
  if (problems.length > 0) return undefined;
  const [name, ...others] = [...new Set(points.flatMap((point) => Object.keys(point.at)))];
  const isScan =
    name !== undefined &&
    others.length === 0 &&
    new Set(points.map((point) => point.at[name])).size === points.length &&
    points.length > 1;
  if (!isScan) return drawRows(table);
  return bandPlot({
    title: `${quantityOf(kind)} over ${name}`,
    parameter: name,
    points: points.map(({ at, ...values }) => ({ x: at[name] ?? 0, ...values })),
    isPositive: true,
    ...(kind === 'p-value' && { threshold: excluded }),
  });
}

function drawRows({ points, kind }: LimitTable): string {
  const shown = points.slice(0, mostRows);
  const left = shown.some((point) => placeOf(point) !== '') ? 200 : 20;
  const x = axisOf(valuesOf(shown, kind), 'positive');
  const px = (value: number) => left + x.place(value) * (width - left - frame.right);
  const base = frame.top + shown.length * rowHeight;
  const rows = shown.flatMap((point, index) => {
    const middle = frame.top + (index + 0.5) * rowHeight;
    const bar = (low: number | undefined, high: number | undefined, style: string) =>
      low === undefined || high === undefined
        ? ''
        : `<rect class="${style}" x="${round(px(low))}" y="${round(middle - 10)}" width="${round(px(high) - px(low))}" height="20"/>`;
    return [
      label(left - 8, middle + 4, placeOf(point).slice(0, 30), 'end'),
      bar(point.minus2, point.plus2, 'band2'),
      bar(point.minus1, point.plus1, 'band1'),
      point.expected === undefined
        ? ''
        : rule(px(point.expected), middle - 10, px(point.expected), middle + 10, 'expected'),
      point.observed === undefined ? '' : dot(px(point.observed), middle),
    ];
  });
  const threshold =
    kind === 'p-value' ? rule(px(excluded), frame.top, px(excluded), base, 'threshold') : '';
  const axis = horizontalAxis(x, base, quantityOf(kind), left);
  return svg(base + frame.bottom, quantityOf(kind), [...rows, threshold, ...axis]);
}

function valuesOf(points: readonly LimitPoint[], kind: LimitTable['kind']): number[] {
  const values = points.flatMap(({ at: _at, ...rest }) => Object.values(rest));
  return kind === 'p-value' ? [...values, excluded] : values;
}

function quantityOf(kind: LimitTable['kind']): string {
  return kind === 'upper-limit' ? 'upper limit at 95 % CL' : 'CLs';
}
