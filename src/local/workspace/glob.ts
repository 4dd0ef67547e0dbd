/** Globs as REANA reads them: `*`, `?` and `[…]` within one folder, hidden files too, `**` for any folders. */

export interface Glob {
  /** The folder below which all matches lie; empty for the whole workspace. */
  readonly folder: string;
  matches(path: string): boolean;
}

/** Reads a relative pattern. A backslash takes the meaning of the character after it. */
export function readGlob(pattern: string): Glob {
  const parts = pattern.split('/');
  const firstMagic = parts.findIndex((part) => /[*?[\\]/.test(part));
  const fixed = firstMagic === -1 ? parts.slice(0, -1) : parts.slice(0, firstMagic);
  const expression = expressionOf(parts);
  return { folder: fixed.join('/'), matches: (path) => expression?.test(path) === true };
}

/** Nothing for a pattern that is broken: such a one matches nothing. */
function expressionOf(parts: readonly string[]): RegExp | undefined {
  const source = parts
    .map((part, index) => {
      const isLast = index === parts.length - 1;
      if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*';
      return partSource(part) + (isLast ? '' : '/');
    })
    .join('');
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return undefined;
  }
}

function partSource(part: string): string {
  return part.replace(
    /\*+|\?|\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]|\\(.)|[^]/gsu,
    (text: string, negation?: string, set?: string, escaped?: string) => {
      if (text.startsWith('*')) return '[^/]*';
      if (text === '?') return '[^/]';
      if (set !== undefined) return characterClass(negation !== '', set);
      return literal(escaped ?? text);
    },
  );
}

function characterClass(isNegated: boolean, set: string): string {
  const content = set.replace(/\\(.)/gsu, '$1').replace(/[\\\][^]/g, '\\$&');
  return `(?!/)[${isNegated ? '^' : ''}${content}]`;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
