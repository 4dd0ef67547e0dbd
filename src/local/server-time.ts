/** Times as REANA writes them: UTC to the second, without a zone. */

/** `2026-01-31T12:00:00` */
export function serverTime(date: Date = new Date()): string {
  return date.toISOString().slice(0, 19);
}

/** The moment that a {@link serverTime} stands for, in milliseconds. */
export function serverTimeValue(text: string): number {
  return Date.parse(`${text}Z`);
}
