/** What commands print: one JSON value, or an aligned plain table. */
import type { Edge } from './edge.ts';

/** Writes `value` to stdout as one JSON document. */
export function printJson(edge: Edge, value: unknown): void {
  edge.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Writes lines to stdout. */
export function printLines(edge: Edge, lines: readonly string[]): void {
  if (lines.length > 0) edge.stdout.write(`${lines.join('\n')}\n`);
}

/**
 * Lays `rows` out in columns, two blanks apart, each as wide as its longest cell; the first row is the
 * heading. What would break a line or steer the terminal is left out of the cells.
 */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map(plainText));
  const widths: number[] = [];
  for (const row of clean) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return clean.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `text` on one line and without control characters: names come from a server. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this line removes
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
