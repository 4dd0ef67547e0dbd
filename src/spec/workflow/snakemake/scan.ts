/**
 * Finds the rules in a Snakefile. A Snakefile is Python, so this looks for what people write and runs
 * nothing; what it does not understand is left out.
 */

export interface ScannedRule {
  readonly name: string;
  /** Lines of the rule, counted from 1. */
  readonly first: number;
  readonly last: number;
  /** The text after `input:`, `output:` and so on, without comments. */
  readonly directives: ReadonlyMap<string, string>;
}

export interface ScannedFile {
  readonly rules: readonly ScannedRule[];
  /** Paths as written. */
  readonly includes: readonly string[];
  /** The image of rules that name none. */
  readonly container?: string;
}

interface Line {
  /** Without its comment. */
  readonly text: string;
  /** Whether the line before goes on here: in a bracket, or in a text of several lines. */
  readonly continues: boolean;
}

const rulePattern = /^(\s*)(?:rule|checkpoint)\s+(\w+)\s*:/;
const directivePattern = /^(\s+)([a-z_]+)\s*:(.*)$/s;

export function scanSnakefile(text: string): ScannedFile {
  const lines = splitLines(text);
  const rules: ScannedRule[] = [];
  const includes: string[] = [];
  let container: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.continues) continue;
    const [, indent = '', name] = rulePattern.exec(line.text) ?? [];
    if (name !== undefined) rules.push(scanRule(lines, index, indent.length, name));
    const include = /^\s*include\s*:\s*["']([^"']+)["']/.exec(line.text)?.[1];
    if (include !== undefined) includes.push(include);
    container =
      /^(?:container|singularity)\s*:\s*["']([^"']+)["']/.exec(line.text)?.[1] ?? container;
  }
  return { rules, includes, ...(container === undefined ? {} : { container }) };
}

function scanRule(
  lines: readonly Line[],
  start: number,
  indent: number,
  name: string,
): ScannedRule {
  const directives = new Map<string, string>();
  let last = start;
  let current: string | undefined;
  let depth: number | undefined;
  for (const [index, { text, continues }] of Array.from(lines.entries()).slice(start + 1)) {
    if (text.trim() === '' && !continues) continue;
    const own = /^\s*/.exec(text)?.[0].length ?? 0;
    if (!continues && own <= indent) break;
    last = index;
    const [, space = '', key, rest = ''] = continues ? [] : (directivePattern.exec(text) ?? []);
    if (key !== undefined && space.length <= (depth ?? space.length)) {
      depth = space.length;
      current = key;
      directives.set(key, rest);
    } else if (current !== undefined) {
      directives.set(current, `${directives.get(current) ?? ''}\n${text}`);
    }
  }
  return { name, first: start + 1, last: last + 1, directives };
}

/** Lines without comments; texts in quotes and brackets may go over several. */
function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let quote: string | undefined;
  let brackets = 0;
  for (const raw of text.split('\n')) {
    const continues = quote !== undefined || brackets > 0;
    let end = raw.length;
    for (let at = 0; at < raw.length; at += 1) {
      const char = raw[at] ?? '';
      if (char === '\\') {
        at += 1;
      } else if (quote !== undefined) {
        if (!raw.startsWith(quote, at)) continue;
        at += quote.length - 1;
        quote = undefined;
      } else if (char === '#') {
        end = at;
        break;
      } else if (char === '"' || char === "'") {
        quote = raw.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
        at += quote.length - 1;
      } else if ('([{'.includes(char)) {
        brackets += 1;
      } else if (')]}'.includes(char)) {
        brackets = Math.max(brackets - 1, 0);
      }
    }
    // A text in simple quotes ends with its line; that it does not is a slip.
    if (quote?.length === 1) quote = undefined;
    lines.push({ text: raw.slice(0, end).trimEnd(), continues });
  }
  return lines;
}
