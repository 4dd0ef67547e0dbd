/** Plain text tables, and text that cannot steer a terminal. */

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

/** `text` on one line and without control characters, for names that come from a server. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this line removes
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
