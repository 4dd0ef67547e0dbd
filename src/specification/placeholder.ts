/** Placeholders of a template: `VAR_INPUT` for the datasets, `VAR_<NAME>` for anything else. */

/** What is to be put in, by placeholder: `VAR_INPUT`. */
export type Replacements = ReadonlyMap<string, string>;

/**
 * A placeholder is a whole word of capitals, digits and `_`. A dollar before it makes it a shell
 * variable, which is left alone.
 */
const placeholder = /(?<![A-Za-z0-9_$]|\$\{)VAR_[A-Z][A-Z0-9_]*(?![A-Za-z0-9_])/g;

/** The placeholders in `text`, each once. */
export function findPlaceholders(text: string): string[] {
  return [...new Set(text.match(placeholder))];
}

/** The longer words in `text` that begin or end with one of `names`: `VAR_INPUT_slim`. */
export function findGluedPlaceholders(text: string, names: Iterable<string>): string[] {
  const words = text.match(/(?<![A-Za-z0-9_$]|\$\{)[A-Za-z0-9_]*VAR_[A-Za-z0-9_]+/g) ?? [];
  const known = [...names];
  return words.filter(
    (word) => findPlaceholders(word).length === 0 && known.some((name) => word.includes(name)),
  );
}

/** Puts every value in its place; placeholders without a value stay. */
export function replacePlaceholders(text: string, replacements: Replacements): string {
  return text.replace(placeholder, (name) => replacements.get(name) ?? name);
}
