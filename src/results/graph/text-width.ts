/** Estimated width of a text in an unknown font: rather a little too wide. */

const narrow = /[iljtfrI.,:;|!'"()[\]{}/ ·]/u;
const wide = /[mwMW@%…×→]/u;
const latin = /[\u0020-\u024f]/u;

/** @returns pixels */
export function textWidth(text: string, size: number, isBold = false): number {
  const units = Array.from(text).reduce((sum, char) => sum + unitsOf(char), 0);
  return units * size * (isBold ? 1.08 : 1);
}

/** In parts of the font's size. */
function unitsOf(char: string): number {
  if (narrow.test(char)) return 0.38;
  if (wide.test(char)) return 0.95;
  if (!latin.test(char)) return 1.05;
  if (/[0-9]/.test(char)) return 0.65;
  return /[A-Z]/.test(char) ? 0.72 : 0.6;
}
