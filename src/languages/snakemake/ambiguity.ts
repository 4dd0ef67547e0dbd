/** Files that two rules make, so that Snakemake cannot choose. */
import type { SnakefileRule } from './snakefile.ts';
import { filled, textsIn, wildcardsIn } from './wildcard.ts';

export interface AmbiguousFile {
  readonly file: string;
  readonly makers: readonly SnakefileRule[];
  /** What they need that no rule makes: a rule that lacks something is not asked. */
  readonly needs: readonly string[];
}

/** What wildcards stand for. */
export type Values = Readonly<Record<string, string>>;

/** The rules that make a file, with what their wildcards stand for then. */
export type MakersOf = (file: string) => ReadonlyMap<SnakefileRule, Values | 'open'>;

/** Files that are looked at before it is left to Snakemake. */
const most = 200;

/** @param makers of the file `file`; `undefined` when one of them comes first, or nobody knows */
export function ambiguity(
  file: string,
  makers: ReadonlyMap<SnakefileRule, Values | 'open'>,
  makersOf: MakersOf,
): AmbiguousFile | undefined {
  // What is only described beside an output does not count.
  const rules = [...makers].filter(([rule]) => rule.directives.has('output'));
  const names = new Set(rules.map(([{ name }]) => name));
  const withWildcards = rules.map(([rule]) =>
    outputsOf(rule).some((out) => wildcardsIn(out).size > 0),
  );
  // A rule without wildcards comes before one with them.
  if (names.size < 2 || new Set(withWildcards).size > 1) return undefined;
  const needs = new Set<string>();
  const seen = new Set<string>([file]);
  const open = [...rules];
  for (const [rule, values] of open) {
    const needed = values === 'open' ? undefined : inputsOf(rule, values);
    if (needed === undefined || seen.size > most) return undefined;
    for (const input of needed) {
      if (seen.has(input)) continue;
      seen.add(input);
      const next = makersOf(input);
      if (next.size === 0) needs.add(input);
      if (next.size > 1) return undefined;
      open.push(...next);
    }
  }
  return { file, makers: rules.map(([rule]) => rule), needs: [...needs] };
}

function outputsOf({ directives }: SnakefileRule): string[] {
  return textsIn(directives.get('output')?.arguments ?? []);
}

/** `undefined` when Python has a say in it. */
function inputsOf({ directives }: SnakefileRule, values: Values): string[] | undefined {
  const given = directives.get('input');
  if (given === undefined) return [];
  const files = textsIn(given.arguments).map((text) => filled(text, values));
  return given.isOpen || !files.every((text) => text !== undefined) ? undefined : files;
}
