/** Plain text tables, and text that cannot steer a terminal. */
import { unprintable } from './printable.ts';

/**
 * Lays `rows` out in columns, two blanks apart, each as wide as its longest cell; the first row is the
 * heading. Control characters are left out of the cells.
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

const severalUnprintable = new RegExp(`(?:${unprintable.source})+`, 'gu');

/** `text` on one line and without control characters, for names that come from a server. */
export function plainText(text: string): string {
  return text.replace(severalUnprintable, ' ').trim();
}
