/** The files of a run, followed from the first rule through the rules that make what others need. */
import type { Position } from '../../document/source-document.ts';
import { ambiguity, type AmbiguousFile, type MakersOf, type Values } from './ambiguity.ts';
import { allRules, knowsUses } from './read.ts';
import type { Snakefile, SnakefileRule } from './snakefile.ts';
import {
  betweenWildcards,
  createMatcher,
  filled,
  type Matcher,
  textsIn,
  wildcardsIn,
} from './wildcard.ts';

export interface NeededFile {
  readonly file: string;
  readonly rule: string;
  readonly position: Position;
}

/** Files that are looked for, and comparisons of one with a pattern; what is more is left to Snakemake. */
const mostFiles = 5000;
const mostMatches = 3_000_000;

export interface FileChain {
  /** What no rule makes. */
  readonly unmade: readonly NeededFile[];
  /** What is made, by way of other files or at once, from what needs it. */
  readonly circular: readonly NeededFile[];
  /** What two rules make, of which Snakemake prefers none. */
  readonly ambiguous: readonly AmbiguousFile[];
}

/** When Python, or a file that is not at hand, has a say in it. */
export const unknownChain: FileChain = { unmade: [], circular: [], ambiguous: [] };

interface Job {
  readonly key: string;
  readonly rule: SnakefileRule;
  readonly values: Values;
  /** The jobs that make its inputs. */
  readonly makers: { readonly key: string; readonly needed: NeededFile }[];
}

/**
 * What jobs need, as far as no Python has a say in it: nothing at all when there is a rule whose outputs only
 * Python knows.
 *
 * @param snakefiles the first is the one that the run starts with
 */
export function followFiles(snakefiles: readonly Snakefile[]): FileChain {
  const rules = allRules(snakefiles);
  const target = firstRule(snakefiles);
  if (
    target === undefined ||
    !knowsUses(snakefiles) ||
    snakefiles.some(isBeyond) ||
    rules.some(isUncertain)
  ) {
    return unknownChain;
  }
  const { makersOf, matches } = createMakers(rules);
  const unmade = new Map<string, NeededFile>();
  const ambiguous = new Map<string, AmbiguousFile>();
  const hasOrder = snakefiles.some(({ directives }) =>
    directives.some(({ keyword }) => keyword === 'ruleorder'),
  );
  const first = newJob(target, {});
  const jobs = new Map([[first.key, first]]);
  let count = 0;
  // The list grows while it is walked, by the jobs that make what is needed.
  for (const { rule, values, makers: found } of jobs.values()) {
    for (const { value, position } of rule.directives.get('input')?.arguments ?? []) {
      for (const pattern of textsIn([{ value }])) {
        const file = filled(pattern, values)?.replace(/(?<=[^/])\/+$/, '');
        if (file === undefined || /^\/|^\w+:\/\//.test(file)) continue;
        count += 1;
        if (count > mostFiles || matches() > mostMatches)
          return { ...unknownChain, unmade: [...unmade.values()] };
        const needed = { file, rule: rule.name, position };
        const makers = makersOf(file);
        if (makers.size === 0) unmade.set(file, needed);
        const [maker] = makers;
        const choice = makers.size > 1 && !hasOrder ? ambiguity(file, makers, makersOf) : undefined;
        if (choice !== undefined) ambiguous.set(file, choice);
        // Which one of several it is, Snakemake decides.
        if (makers.size !== 1 || maker === undefined || maker[1] === 'open') continue;
        const job = newJob(maker[0], maker[1]);
        found.push({ key: job.key, needed });
        if (!jobs.has(job.key)) jobs.set(job.key, job);
      }
    }
  }
  return {
    unmade: [...unmade.values()],
    circular: circularFiles(first, jobs),
    ambiguous: [...ambiguous.values()],
  };
}

function newJob(rule: SnakefileRule, values: Values): Job {
  return { key: JSON.stringify([rule.position, values]), rule, values, makers: [] };
}

/** What closes a circle, on a walk from `first` that goes as deep as it can before it turns back. */
function circularFiles(first: Job, jobs: ReadonlyMap<string, Job>): NeededFile[] {
  const circular: NeededFile[] = [];
  const entered = new Set([first.key]);
  const path = [{ job: first, makers: first.makers.values() }];
  const onPath = new Set([first.key]);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const { value: maker } = last.makers.next();
    const job = maker === undefined ? undefined : jobs.get(maker.key);
    if (maker === undefined || job === undefined) {
      onPath.delete(last.job.key);
      path.pop();
    } else if (onPath.has(job.key)) circular.push(maker.needed);
    else if (!entered.has(job.key)) {
      entered.add(job.key);
      onPath.add(job.key);
      path.push({ job, makers: job.makers.values() });
    }
  }
  return circular;
}

/** The rule that is run when no target is named; in whichever file it comes first. */
export function firstRule(snakefiles: readonly Snakefile[]): SnakefileRule | undefined {
  const [main, ...included] = snakefiles;
  const isChosen = ({ directives }: SnakefileRule): boolean => directives.has('default_target');
  // Of several the last one counts, which is hard to tell where files are included.
  if (included.some(({ rules }) => rules.some(isChosen))) return undefined;
  const chosen = main?.rules.findLast(isChosen);
  if (chosen !== undefined) return chosen;
  const [first] = main?.rules ?? [];
  // A file that is included before has its own rules first.
  const isLater = main?.directives.some(
    ({ keyword, position }) =>
      keyword === 'include' && position.line < (first?.position.line ?? Infinity),
  );
  return isLater === true ? undefined : first;
}

interface Makers {
  readonly makersOf: MakersOf;
  /** How many times a file was compared with a pattern until now. */
  readonly matches: () => number;
}

interface Pattern {
  readonly rule: SnakefileRule;
  readonly match: Matcher;
  /** The order of rules is the order of makers. */
  readonly index: number;
}

function createMakers(rules: readonly SnakefileRule[]): Makers {
  const named = new Map<string, SnakefileRule[]>();
  const matching = new Map<string, Pattern[]>();
  let count = 0;
  let matches = 0;
  for (const rule of rules) {
    for (const pattern of madeBy(rule)) {
      count += 1;
      if (wildcardsIn(pattern).size > 0) {
        const [start = ''] = betweenWildcards(pattern);
        add(matching, start, { rule, match: createMatcher(pattern), index: count });
      } else add(named, pattern.replace(/(?<=[^/])\/+$/, ''), rule);
    }
  }
  const lengths = [...new Set([...matching.keys()].map(({ length }) => length))];
  return {
    makersOf(file) {
      const makers = new Map<SnakefileRule, Values | 'open'>();
      for (const rule of named.get(file) ?? []) makers.set(rule, {});
      // Only patterns that start as the file does: thousands of rules are not compared with thousands of files.
      const near = lengths
        .flatMap((length) =>
          length > file.length ? [] : (matching.get(file.slice(0, length)) ?? []),
        )
        .toSorted((a, b) => a.index - b.index);
      for (const { rule, match } of near) {
        matches += 1;
        const values = makers.has(rule) ? undefined : match(file);
        if (values !== undefined) makers.set(rule, values);
      }
      return makers;
    },
    matches: () => matches,
  };
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The files of its output, and what Snakemake writes beside it. */
function madeBy({ directives }: SnakefileRule): string[] {
  return ['output', 'log', 'benchmark'].flatMap((keyword) =>
    textsIn(directives.get(keyword)?.arguments ?? []),
  );
}

/** Rules come from elsewhere, or paths are relative to another folder. */
function isBeyond({ isOpen, directives, problems }: Snakefile): boolean {
  return isOpen || problems.length > 0 || directives.some(({ keyword }) => keyword === 'workdir');
}

function isUncertain({ isConditional, directives }: SnakefileRule): boolean {
  return (
    isConditional ||
    ['output', 'log', 'benchmark'].some((keyword) => directives.get(keyword)?.isOpen === true)
  );
}
