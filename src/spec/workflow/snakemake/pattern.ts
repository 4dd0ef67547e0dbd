/** File names in the `input` and `output` of rules, which may hold wildcards in braces. */
import type { JsonObject } from '../../../base/json.ts';

export interface FilePattern {
  /** As written: `results/{sample}.root`. */
  readonly text: string;
  /** Of `name=…`; empty for an argument without a name. */
  readonly name: string;
}

/** A reference to what another rule declares: `rules.fit.output.plot`. */
export interface RuleReference {
  readonly rule: string;
  readonly output: string;
  readonly name: string;
}

const tokens =
  /(?:(\w+)\s*=\s*(?!=))|\b(expand|multiext|temp|protected|directory|touch|ancient|report|unpack)\s*\(|rules\.(\w+)\.output(?:\.(\w+)|\[[^\]]*\])?|config\s*\[\s*["']([^"']+)["']\s*\]|config\.get\(\s*["']([^"']+)["'][^)]*\)|[rf]{0,2}"((?:[^"\\]|\\.)*)"|[rf]{0,2}'((?:[^'\\]|\\.)*)'|([()])/gi;

const quoted = /[rf]{0,2}(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/gi;

export interface Patterns {
  readonly files: readonly FilePattern[];
  readonly references: readonly RuleReference[];
  /** Whether there is more, such as a function, of which only Python can tell what it gives. */
  readonly incomplete: boolean;
}

/** Reads the arguments of a directive. */
export function readPatterns(text: string, config: JsonObject): Patterns {
  const files: FilePattern[] = [];
  const references: RuleReference[] = [];
  let name = '';
  let depth = 0;
  let taken = false;
  for (const match of text.matchAll(tokens)) {
    const [whole, keyword, , rule, output, key, otherKey, double, single, bracket] = match;
    if (whole.endsWith('(')) depth += 1;
    else if (bracket === ')') depth = Math.max(depth - 1, 0);
    if (depth === 0) taken = false;
    if (keyword !== undefined && depth === 0) name = keyword;
    if (rule !== undefined) references.push({ rule, output: output ?? '', name });
    const named = config[key ?? otherKey ?? ''];
    const file = double ?? single ?? (typeof named === 'string' ? named : undefined);
    // Inside of expand(…) and the like the first text is the pattern; the others are values.
    if (file === undefined || file === '' || (depth > 0 && taken)) continue;
    taken = depth > 0;
    files.push({ text: file, name });
  }
  return {
    files,
    references,
    incomplete: /[A-Za-z_]/.test(withoutBrackets(text).replace(tokens, ' ')),
  };
}

/** What stands inside of the brackets of `expand(…)` only says how names are put together. */
function withoutBrackets(text: string): string {
  let shorter = text.replaceAll(quoted, '"…"');
  for (let before = ''; before !== shorter;) {
    before = shorter;
    shorter = shorter.replace(/\([^()]*\)/g, '');
  }
  return shorter.replace(
    /\b(?:expand|multiext|temp|protected|directory|touch|ancient|report|unpack)\b/g,
    '',
  );
}

export function hasWildcards({ text }: FilePattern): boolean {
  return /\{[^{}]*\}/.test(text.replaceAll('{{', '').replaceAll('}}', ''));
}

/** Whether a file of the one pattern can be a file of the other; wildcards stand for anything. */
export function canMatch(wanted: FilePattern, made: FilePattern): boolean {
  if (wanted.text === made.text) return true;
  const [left, right] = [parts(wanted.text), parts(made.text)];
  if (![left, right].every((list) => list.some((part) => /\w/.test(part)))) return false;
  return fits(left.join('\u0001'), right) || fits(right.join('\u0001'), left);
}

/** What stands between the wildcards. */
function parts(text: string): string[] {
  return text.replace(/^\.\//, '').split(/\{+[^{}]*\}+/);
}

/** Whether `text` holds the parts in their order, from its beginning to its end. */
function fits(text: string, [first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return text === first;
  const last = rest.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
