/** Limits as a plot: the expected ones with their bands, the observed ones on top. */
import { type LimitPoint, type LimitTable, placeOf } from '../limits/limit-table.ts';
import { escapeXml } from '../../base/xml.ts';
import { type Axis, axisOf } from './axis.ts';

const width = 640;
const height = 320;
const frame = { left: 64, right: 16, top: 14, bottom: 44 };
const inner = {
  width: width - frame.left - frame.right,
  height: height - frame.top - frame.bottom,
};
/** A CLs below it excludes a point at 95 % confidence level. */
const excluded = 0.05;
/** Points beside each other that do not lie on one axis become rows; more rows nobody reads. */
const mostRows = 40;
const rowHeight = 34;

/**
 * Draws a scan over one parameter as bands, anything else as a row for each point.
 *
 * @returns SVG, or `undefined` for numbers that must not be drawn
 */
export function limitPlot(table: LimitTable): string | undefined {
  if (table.problems.length > 0) return undefined;
  const [name, ...others] = [...new Set(table.points.flatMap((point) => Object.keys(point.at)))];
  const isScan =
    name !== undefined &&
    others.length === 0 &&
    new Set(table.points.map((point) => point.at[name])).size === table.points.length &&
    table.points.length > 1;
  return isScan ? drawScan(table, name) : drawRows(table);
}

function drawScan({ points, kind }: LimitTable, name: string): string {
  const x = axisOf(
    points.map(({ at }) => at[name] ?? 0),
    'linear',
  );
  const y = axisOf(valuesOf(points, kind), 'positive');
  const px = (point: LimitPoint) => frame.left + x.place(point.at[name] ?? 0) * inner.width;
  const py = (value: number) => frame.top + (1 - y.place(value)) * inner.height;
  const line = (value: keyof LimitPoint) =>
    points.flatMap((point) => {
      const at = point[value];
      return typeof at === 'number' ? [`${round(px(point))},${round(py(at))}`] : [];
    });
  const band = (low: keyof LimitPoint, high: keyof LimitPoint, style: string) => {
    const edges = [...line(high), ...line(low).reverse()];
    return edges.length < 4 ? '' : `<polygon class="${style}" points="${edges.join(' ')}"/>`;
  };
  const threshold = kind === 'p-value' ? [py(excluded)] : [];
  return svg(height, describe(kind, name), [
    band('minus2', 'plus2', 'band2'),
    band('minus1', 'plus1', 'band1'),
    ...threshold.map((at) => rule(frame.left, at, width - frame.right, at, 'threshold')),
    `<polyline class="expected" points="${line('expected').join(' ')}"/>`,
    `<polyline class="observed" points="${line('observed').join(' ')}"/>`,
    ...line('observed').map((at) => dot(at)),
    ...horizontalAxis(x, height - frame.bottom, name),
    ...y.ticks.flatMap((tick) => [
      rule(frame.left - 5, py(tick), frame.left, py(tick), 'axis'),
      label(frame.left - 9, py(tick) + 4, tickText(tick, y), 'end'),
    ]),
    rule(frame.left, frame.top, frame.left, height - frame.bottom, 'axis'),
  ]);
}

function drawRows({ points, kind }: LimitTable): string {
  const shown = points.slice(0, mostRows);
  const left = shown.some((point) => placeOf(point) !== '') ? 200 : 20;
  const x = axisOf(valuesOf(shown, kind), 'positive');
  const px = (value: number) => left + x.place(value) * (width - left - frame.right);
  const base = frame.top + shown.length * rowHeight;
  const whole = base + frame.bottom;
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
      point.observed === undefined ? '' : dot(`${round(px(point.observed))},${round(middle)}`),
    ];
  });
  const threshold =
    kind === 'p-value' ? rule(px(excluded), frame.top, px(excluded), base, 'threshold') : '';
  const axis = horizontalAxis(x, base, quantityOf(kind), left);
  return svg(whole, describe(kind, ''), [...rows, threshold, ...axis]);
}

function valuesOf(points: readonly LimitPoint[], kind: LimitTable['kind']): number[] {
  const values = points.flatMap(({ at: _at, ...rest }) => Object.values(rest));
  return kind === 'p-value' ? [...values, excluded] : values;
}

function horizontalAxis(x: Axis, y: number, name: string, left = frame.left): string[] {
  const right = width - frame.right;
  const px = (value: number) => left + x.place(value) * (right - left);
  return [
    rule(left, y, right, y, 'axis'),
    ...x.ticks.flatMap((tick) => [
      rule(px(tick), y, px(tick), y + 5, 'axis'),
      label(px(tick), y + 19, tickText(tick, x), 'middle'),
    ]),
    label(right, y + 38, name.slice(0, 60), 'end'),
  ];
}

function svg(whole: number, title: string, parts: readonly string[]): string {
  return [
    `<svg class="limits" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" role="img" aria-label="${escapeXml(title)}">`,
    ...parts.filter((part) => part !== ''),
    '</svg>',
  ].join('\n');
}

function describe(kind: LimitTable['kind'], name: string): string {
  return name === '' ? quantityOf(kind) : `${quantityOf(kind)} over ${name}`;
}

function quantityOf(kind: LimitTable['kind']): string {
  return kind === 'upper-limit' ? 'upper limit at 95 % CL' : 'CLs';
}

function rule(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line class="${style}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function dot(at: string): string {
  const [x = '', y = ''] = at.split(',');
  return `<circle class="point" cx="${x}" cy="${y}" r="3.5"/>`;
}

function label(x: number, y: number, text: string, anchor: 'middle' | 'end'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

function tickText(value: number, { isLogarithmic }: Axis): string {
  if (value === 0) return '0';
  const isPlain = Math.abs(value) >= 0.001 && Math.abs(value) < 100_000;
  return isPlain || !isLogarithmic ? String(value) : value.toExponential(0).replace('e+', 'e');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
