/** The files that Snakemake would miss: followed from the first rule through the rules that make others. */
import type { Position } from '../../source-document.ts';
import type { Snakefile, SnakefileRule } from '../../snakemake/snakefile.ts';
import { filled, matched, textsIn } from '../../snakemake/wildcard.ts';

export interface NeededFile {
  readonly file: string;
  readonly rule: string;
  readonly position: Position;
}

/** Files that are looked for; what more there are is left to Snakemake. */
const mostFiles = 5000;

/**
 * The files that jobs need and no rule makes, as far as no Python has a say in it: none at all when there is
 * a rule whose outputs only Python knows.
 *
 * @param snakefiles the first is the one that the run starts with
 */
export function neededFiles(snakefiles: readonly Snakefile[]): NeededFile[] {
  const rules = snakefiles.flatMap((snakefile) => snakefile.rules);
  const target = firstRule(snakefiles);
  if (target === undefined || snakefiles.some(isBeyond) || rules.some(isUncertain)) return [];
  const found = new Map<string, NeededFile>();
  const jobs = [{ rule: target, values: {} as Readonly<Record<string, string>> }];
  const known = new Set<string>();
  let count = 0;
  // The list grows while it is walked, by the jobs that make what is needed.
  for (const { rule, values } of jobs) {
    for (const { value, position } of rule.directives.get('input')?.arguments ?? []) {
      for (const pattern of textsIn([{ value, position }])) {
        const file = filled(pattern, values);
        if (file === undefined || /^\/|^\w+:\/\//.test(file)) continue;
        count += 1;
        if (count > mostFiles) return [...found.values()];
        const makers = makersOf(file, rules);
        if (makers.length === 0) found.set(file, { file, rule: rule.name, position });
        const [maker] = makers;
        const job = JSON.stringify([maker?.rule.position, maker?.values]);
        // Which one of several it is, Snakemake decides.
        if (makers.length !== 1 || maker === undefined || known.has(job)) continue;
        known.add(job);
        if (maker.values !== 'open') jobs.push({ ...maker, values: maker.values });
      }
    }
  }
  return [...found.values()];
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

function makersOf(
  file: string,
  rules: readonly SnakefileRule[],
): { readonly rule: SnakefileRule; readonly values: Readonly<Record<string, string>> | 'open' }[] {
  return rules.flatMap((rule) => {
    for (const pattern of textsIn(rule.directives.get('output')?.arguments ?? [])) {
      const values = matched(pattern, file);
      if (values !== undefined) return [{ rule, values }];
    }
    return [];
  });
}

/** Rules come from elsewhere, or paths are relative to another folder. */
function isBeyond({ isOpen, directives, problems }: Snakefile): boolean {
  return isOpen || problems.length > 0 || directives.some(({ keyword }) => keyword === 'workdir');
}

function isUncertain({ isConditional, directives }: SnakefileRule): boolean {
  return isConditional || directives.get('output')?.isOpen === true;
}
