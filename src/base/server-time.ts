/** Times as REANA servers write them: UTC, most of them without saying so. */

/** Milliseconds since the epoch; NaN for anything that is no time. */
export function serverTimeValue(text = ''): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

/** `2026-01-31T12:00:00` */
export function serverTime(date: Date = new Date()): string {
  return date.toISOString().slice(0, 19);
}
