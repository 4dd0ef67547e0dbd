/** Reading the Snakefile of an analysis with the files that it includes. */
import path from 'node:path';
import type { Position } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';
import type { TolerantReader } from '../../document/tolerant-document.ts';
import type { SnakemakeDialect } from './keyword.ts';
import { readPatterns } from './graph/pattern.ts';
import { usedRules } from './rule.ts';
import { parseSnakefile } from './parse.ts';
import type { Snakefile, SnakefileDirective, SnakefileRule } from './snakefile.ts';

export interface Snakefiles {
  /** The first is the one that the run starts with. */
  readonly snakefiles: readonly Snakefile[];
  /** Whether every rule that there is, and no other, is in them. */
  readonly isWhole: boolean;
  readonly unread: readonly UnreadRules[];
}

/** Rules that stand elsewhere, in a file or a module that only Python can tell, or that is not at hand. */
export interface UnreadRules {
  /** As it is called: `include sub/{part}.smk`, `module other`. */
  readonly name: string;
  readonly position: Position;
}

const mostFiles = 100;
/** In all files together: as much as thousands of rules, each of which takes a kilobyte of memory or two. */
const mostCharacters = 384 * 1024;

/** Reads the Snakefile and the files that it includes by a plain name, as far as they are at hand. */
export async function readSnakefiles(
  { workflowFile: first }: Pick<Specification, 'workflowFile'>,
  reader: TolerantReader,
  dialect: SnakemakeDialect = 'any',
): Promise<Snakefiles> {
  const names = first === undefined ? [] : [first];
  const snakefiles: Snakefile[] = [];
  const unread: UnreadRules[] = [];
  let isWhole = true;
  let characters = 0;
  // The list grows while it is walked, by the files that are included.
  for (const name of names) {
    const text = await reader.text(name);
    if (text === undefined) {
      isWhole = false;
      continue;
    }
    characters += text.length;
    const snakefile =
      characters > mostCharacters ? notRead(name) : parseSnakefile(name, text, dialect);
    snakefiles.push(snakefile);
    for (const directive of snakefile.directives) {
      if (directive.keyword !== 'include') continue;
      const target = includedFile(name, directive);
      const isRead = target !== undefined && (await reader.text(target)) !== undefined;
      if (!isRead || directive.isConditional) isWhole = false;
      if (!isRead) unread.push({ name: shownInclude(directive), position: directive.position });
      else if (!names.includes(target) && names.length < mostFiles) names.push(target);
    }
    for (const { module, position } of snakefile.uses) {
      if (module !== undefined) unread.push({ name: `module ${module}`, position });
    }
  }
  return { snakefiles, isWhole, unread };
}

/** Every rule, those too that are made of others with `use rule`. */
export function allRules(snakefiles: readonly Snakefile[]): readonly SnakefileRule[] {
  return followUses(snakefiles).rules;
}

/** Whether all that `use rule` names is known. */
export function knowsUses(snakefiles: readonly Snakefile[]): boolean {
  return followUses(snakefiles).isWhole;
}

function followUses(snakefiles: readonly Snakefile[]): {
  readonly rules: readonly SnakefileRule[];
  readonly isWhole: boolean;
} {
  const rules = snakefiles.flatMap((snakefile) => snakefile.rules);
  const named = new Map(rules.map((rule) => [rule.name, rule]));
  let isWhole = true;
  for (const use of snakefiles.flatMap(({ uses }) => uses)) {
    const made = usedRules(use, named);
    isWhole &&= made !== undefined;
    for (const rule of made ?? []) {
      rules.push(rule);
      named.set(rule.name, rule);
    }
  }
  return { rules, isWhole };
}

function shownInclude({ arguments: given }: SnakefileDirective): string {
  const [only] = given;
  const [pattern] = only === undefined ? [] : readPatterns([only], {}).files;
  return `include ${pattern?.text ?? 'of another file'}`;
}

/** Of a file that is too large nothing is known. */
function notRead(file: string): Snakefile {
  return {
    file,
    rules: [],
    uses: [],
    directives: [],
    problems: [],
    python: [],
    names: new Set(),
    isOpen: true,
    isUnread: true,
  };
}

/** The file that an `include:` names, relative to the analysis; `undefined` when it is no plain text. */
export function includedFile(from: string, directive: SnakefileDirective): string | undefined {
  const name = plainText(directive);
  if (name === undefined || /^[a-z]+:\/\/|^\//.test(name)) return undefined;
  return path.posix.join(path.posix.dirname(from), name);
}

/** The value of a directive that is one plain text and nothing else; in braces stands what is not known. */
export function plainText({ arguments: given }: SnakefileDirective): string | undefined {
  const [only] = given;
  if (given.length !== 1 || only?.name !== undefined) return undefined;
  return typeof only?.value === 'string' && !/[{}]/.test(only.value) ? only.value : undefined;
}
