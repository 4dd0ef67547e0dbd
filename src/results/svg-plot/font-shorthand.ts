/** CSS's `font: bold 10px Arial`, which matplotlib before 3.10 writes and the renderer does not know. */

const shorthand =
  /(?<=["';\s])font:\s*((?:[a-z\d]{1,12}\s+){0,4}?)(\d{1,6}(?:\.\d{1,6})?(?:px|pt|em|%)?)(?:\/\S{1,12})?\s+(?=\S)/gi;

/** Writes each `font` of a style as the properties that it stands for. */
export function withoutFontShorthand(svg: string): string {
  return svg.replace(shorthand, (_whole, words: string, size: string) => {
    const named = words
      .split(/\s+/)
      .map(propertyOf)
      .filter((property) => property !== '');
    return [...named, `font-size: ${size}`, 'font-family: '].join('; ');
  });
}

function propertyOf(word: string): string {
  if (/^(?:italic|oblique)$/i.test(word)) return `font-style: ${word}`;
  if (/^(?:bold|bolder|lighter|[1-9]00)$/i.test(word)) return `font-weight: ${word}`;
  return '';
}
