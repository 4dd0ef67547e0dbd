/** `{sample}` and `{run,\d+}` in the names of files. */
import type { PlainValue } from './value.ts';

const wildcard = /\{\s*(\w+)\s*(?:,\s*([^{}]*(?:\{\d+(?:,\d*)?\}[^{}]*)*))?\}/g;

/** The names in a pattern, each once. */
export function wildcardsIn(pattern: string): ReadonlySet<string> {
  return new Set([...pattern.matchAll(wildcard)].map(([, name = '']) => name));
}

/** Braces that are no wildcard, and no braces written twice. */
export function oddBraces(pattern: string): string | undefined {
  const rest = pattern.replaceAll('{{', '').replaceAll('}}', '').replace(wildcard, '');
  return /\{[^{}]*\}/.exec(rest)?.[0];
}

/** The texts among the values of a directive, lists taken apart. */
export function textsIn(given: readonly { readonly value: PlainValue | undefined }[]): string[] {
  return given.flatMap(({ value }) => texts(value));
}

/** The pattern with values in place of its wildcards; `undefined` when one is missing. */
export function filled(
  pattern: string,
  values: Readonly<Record<string, string>>,
): string | undefined {
  if ([...wildcardsIn(pattern)].some((name) => !Object.hasOwn(values, name))) return undefined;
  return pattern.replace(wildcard, (_text, name: string) => values[name] ?? '');
}

/**
 * What the wildcards of a pattern stand for in a file, each as long as can be: `undefined` when it does not
 * match; `open` when only Snakemake can tell, for patterns with constraints, with a wildcard that comes twice,
 * and for very long names.
 */
export type Matcher = (file: string) => Readonly<Record<string, string>> | 'open' | undefined;

/** Reads a pattern once, for many files. */
export function createMatcher(pattern: string): Matcher {
  const found = [...pattern.matchAll(wildcard)];
  if (found.length === 0) return (file) => (pattern === file ? {} : undefined);
  const names = found.map(([, name = '']) => name);
  const isOpen =
    found.some(([, , constraint]) => constraint !== undefined) ||
    new Set(names).size < names.length;
  const literals = betweenWildcards(pattern);
  return (file) => {
    if (isOpen || file.length > longest) return 'open';
    const values = fit(file, literals);
    return values && Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  };
}

/** What stands before, between and behind the wildcards of a pattern. */
export function betweenWildcards(pattern: string): readonly string[] {
  return pattern.replace(wildcard, separator).split(separator);
}

const separator = '\0';
const longest = 500;

/** The texts between the literals, of which none is empty. No regular expression, which could take for ever. */
function fit(file: string, literals: readonly string[]): readonly string[] | undefined {
  const [first = '', ...others] = literals;
  const dead = new Set<number>();
  return file.startsWith(first) ? follow(0, first.length) : undefined;

  function follow(index: number, at: number): readonly string[] | undefined {
    const literal = others[index];
    if (literal === undefined) return at === file.length ? [] : undefined;
    const key = index * (longest + 1) + at;
    if (dead.has(key)) return undefined;
    const isLast = index === others.length - 1;
    for (let end = isLast ? file.length - literal.length : file.length; end > at; end -= 1) {
      if (!file.startsWith(literal, end)) continue;
      const rest = follow(index + 1, end + literal.length);
      if (rest !== undefined) return [file.slice(at, end), ...rest];
      if (isLast) break;
    }
    dead.add(key);
    return undefined;
  }
}

function texts(value: PlainValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly PlainValue[]).flatMap(texts) : [];
}
