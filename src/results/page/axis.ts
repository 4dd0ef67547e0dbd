/** The axis of a plot: where a value lies, and which values are written beside it. */

export interface Axis {
  readonly isLogarithmic: boolean;
  /** Round values from one end to the other. */
  readonly ticks: readonly number[];
  /** 0 for the low end, 1 for the high end. */
  readonly place: (value: number) => number;
}

/** Values that differ by more than this factor are not seen side by side on a linear axis. */
const largestLinearRatio = 30;

/**
 * An axis that holds all of `values`.
 *
 * @param kind `linear`, or `positive`: from zero, or logarithmic where the values differ by orders of magnitude
 */
export function axisOf(values: readonly number[], kind: 'linear' | 'positive'): Axis {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (kind === 'linear') return linear(low, high, 0);
  return low > 0 && high / low > largestLinearRatio
    ? logarithmic(low, high)
    : linear(0, high, 0.05);
}

/** @param room that is left above the highest value, as a part of the whole */
function linear(low: number, high: number, room: number): Axis {
  const span = high - low;
  const from = span > 0 ? low : low - Math.max(Math.abs(low) / 2, 1e-9);
  const to = span > 0 ? high + room * span : high + Math.max(Math.abs(high) / 2, 1e-9);
  const step = roundStep((to - from) / 6);
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return {
    isLogarithmic: false,
    // As multiples of a power of ten, so that 3 × 0.1 is written as 0.3.
    ticks: Array.from({ length: last - first + 1 }, (_, index) =>
      Number(((first + index) * step).toPrecision(12)),
    ),
    place: (value) => (value - from) / (to - from),
  };
}

function logarithmic(low: number, high: number): Axis {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high * 1.01));
  const every = Math.ceil((to - from) / 8);
  return {
    isLogarithmic: true,
    ticks: Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) =>
      Number(`1e${from + index * every}`),
    ),
    place: (value) => (Math.log10(value) - from) / (to - from),
  };
}

/** 1, 2 or 5 times a power of ten, not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
