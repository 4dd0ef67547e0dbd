/** The result of a limit setting, the same for all tools that write one. */

/** Which tool's format a table was read from. */
export type LimitFormat =
  | 'recast'
  | 'pyhf-cls'
  | 'quickstats'
  | 'collect-limits'
  | 'histfitter'
  | 'combine'
  | 'asymptotics';

/**
 * What the numbers are: upper limits at 95 % confidence level on the parameter of interest (as a rule the
 * signal strength; no format says its unit), or CLs p-values at a tested value (excluded below 0.05).
 */
export type LimitKind = 'upper-limit' | 'p-value';

/** Observed and expected value at one point of a scan; absent where the fit was blind or none was written. */
export interface LimitPoint {
  /** Where in the scan: `{ mass: 125 }`; empty for a single point. */
  readonly at: Readonly<Record<string, number>>;
  readonly observed?: number;
  /** Median expected. */
  readonly expected?: number;
  /** Edges of the expected bands: -2, -1, +1 and +2 standard deviations. */
  readonly minus2?: number;
  readonly minus1?: number;
  readonly plus1?: number;
  readonly plus2?: number;
}

/** One table of limits or p-values as a file holds it. */
export interface LimitTable {
  /** Relative to the results folder. */
  readonly file: string;
  readonly format: LimitFormat;
  readonly kind: LimitKind;
  /** In the order of the scan. */
  readonly points: readonly LimitPoint[];
  /** Why the numbers must not be drawn, such as bands out of order; empty when all is well. */
  readonly problems: readonly string[];
}

/** The values of a point before they are checked. */
export type RawPoint = { readonly at?: Readonly<Record<string, number>> } & Readonly<
  Partial<Record<LimitValue, unknown>>
>;

const limitValues = ['observed', 'expected', 'minus2', 'minus1', 'plus1', 'plus2'] as const;
type LimitValue = (typeof limitValues)[number];

/** More than any scan has; bounds what a file can make us hold. */
const mostPoints = 10_000;

/**
 * Makes a table of what a file holds: leaves out values that mean "not there" (not finite; for limits zero
 * or less, which blind fits write), and checks that the bands are in order.
 *
 * @returns `undefined` when no value is left
 */
export function createLimitTable(
  file: string,
  format: LimitFormat,
  kind: LimitKind,
  rawPoints: readonly RawPoint[],
): LimitTable | undefined {
  const points = rawPoints
    .slice(0, mostPoints)
    .map((raw) => checkedPoint(raw, kind))
    .filter((point) => limitValues.some((name) => point[name] !== undefined))
    .sort(byPlace);
  if (points.length === 0) return undefined;
  return {
    file,
    format,
    kind,
    points,
    problems: points.flatMap((point) => problemsOf(point, kind)),
  };
}

/** `mass 125`, or an empty text for a single point. */
export function placeOf(point: LimitPoint): string {
  return Object.entries(point.at)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function checkedPoint(raw: RawPoint, kind: LimitKind): LimitPoint {
  const values: Partial<Record<LimitValue, number>> = {};
  for (const name of limitValues) {
    const value = raw[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (kind === 'upper-limit' ? value > 0 : value >= 0) values[name] = value;
  }
  return { at: raw.at ?? {}, ...values };
}

function byPlace(a: LimitPoint, b: LimitPoint): number {
  for (const [name, value] of Object.entries(a.at)) {
    const difference = value - (b.at[name] ?? value);
    if (difference !== 0) return difference;
  }
  return 0;
}

function problemsOf(point: LimitPoint, kind: LimitKind): string[] {
  const place = placeOf(point) === '' ? '' : ` at ${placeOf(point)}`;
  const problems: string[] = [];
  const band = [point.minus2, point.minus1, point.expected, point.plus1, point.plus2].filter(
    (value) => value !== undefined,
  );
  if (band.some((value, index) => value < (band[index - 1] ?? value))) {
    problems.push(`The expected bands are not in order${place}: ${band.join(', ')}.`);
  }
  if (kind === 'p-value' && [...band, point.observed ?? 0].some((value) => value > 1)) {
    problems.push(`A p-value is larger than 1${place}.`);
  }
  return problems;
}
