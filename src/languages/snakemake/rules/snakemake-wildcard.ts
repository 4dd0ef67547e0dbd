/** Wildcards that Snakemake cannot fill in. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import { firstRule } from '../file-chain.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { SnakefileRule } from '../snakefile.ts';
import { oddBraces, textsIn, wildcardsIn } from '../wildcard.ts';
import { snakemakeExample } from './example.ts';

const container = '    container:\n        "docker://docker.io/library/python:';

export const snakemakeWildcard: Rule<SnakemakeSubject> = {
  id: 'snakemake-wildcard',
  severity: 'error',
  refusedBy: 'bundle',
  title: 'a wildcard of a rule has no value',
  consequence:
    'Snakemake stops before the first job: WildcardError, or “Target rules may not contain wildcards”.',
  fix: 'Every wildcard of input, log, benchmark and container has to stand in all outputs; list what is wanted in a first rule.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', '    output:', '    input: "{sample}.root"\n    output:'),
      snakemakeExample('Snakefile', '    container:', '    log: "{sample}.log"\n    container:'),
      snakemakeExample('Snakefile', 'python:3.12-slim', 'python:{version}'),
      snakemakeExample(
        'Snakefile',
        'rule all:\n    input:\n        "limit.json"\n\n',
        'rule limits:\n    output: "{mass}.json"\n    shell: "touch {output}"\n\n',
      ),
    ],
    right: [
      snakemakeExample(
        'Snakefile',
        `"limit.json"\n\nrule fit:\n    output:\n        "limit.json"\n${container}3.12-slim"`,
        `"limit_3.12.json"\n\nrule fit:\n    output:\n        "limit_{tag}.json"\n${container}{tag}"`,
      ),
      snakemakeExample(
        'Snakefile',
        '"limit.json"\n\nrule fit:\n    output:\n        "limit.json"',
        '"750.json"\n\nrule fit:\n    output:\n        "{mass}.json"',
      ),
    ],
  },
  check: ({ snakefiles, isWhole }) => {
    const target = isWhole ? firstRule(snakefiles) : undefined;
    return snakefiles.flatMap(({ rules }) =>
      rules.flatMap((rule) => [
        ...problemsOf(rule),
        ...constraintProblems(rule),
        ...(rule === target ? targetProblems(rule) : []),
      ]),
    );
  },
};

/** Keywords whose texts have their wildcards replaced. */
const filledIn = ['input', 'output', 'log', 'benchmark', 'container', 'singularity', 'conda'];

/** Keywords whose wildcards are those of the output. */
const ofOutput = ['input', 'container', 'singularity'];

function problemsOf({ name, directives }: SnakefileRule): Problem[] {
  const output = directives.get('output');
  if (output?.isOpen === true) return [];
  const made = ['output', 'log', 'benchmark'].flatMap((key) =>
    textsIn(directives.get(key)?.arguments ?? []).map(wildcardsIn),
  );
  const known = made[0] ?? new Set<string>();
  const isUneven = new Set(made.map((names) => [...names].sort().join())).size > 1;
  const problems: Problem[] = [];
  if (isUneven && output !== undefined) {
    const message = `output, log and benchmark of rule ${name} do not have the same wildcards`;
    problems.push({ message, ...output.position });
  }
  for (const keyword of filledIn) {
    for (const { value, position } of directives.get(keyword)?.arguments ?? []) {
      const odd = textsIn([{ value }])
        .map(oddBraces)
        .find((braces) => braces !== undefined);
      if (odd === undefined) continue;
      const message = `${odd} is no wildcard, in the ${keyword} of rule ${name}`;
      problems.push({ message, ...position });
    }
  }
  for (const keyword of ofOutput) {
    for (const { value, position } of directives.get(keyword)?.arguments ?? []) {
      const names = textsIn([{ value }]).flatMap((text) => [...wildcardsIn(text)]);
      const unknown = new Set(names.filter((wildcard) => !known.has(wildcard)));
      if (unknown.size === 0) continue;
      const message = `no output of rule ${name} has the wildcard ${[...unknown].join(', ')} of its ${keyword}`;
      problems.push({ message, ...position });
    }
  }
  return problems;
}

function targetProblems({ name, directives, position }: SnakefileRule): Problem[] {
  const texts = ['output', 'log', 'benchmark'].flatMap((key) =>
    textsIn(directives.get(key)?.arguments ?? []),
  );
  if (texts.every((text) => wildcardsIn(text).size === 0)) return [];
  const message = `rule ${name} is the first one, and nothing tells its wildcards`;
  return [{ message, hint: 'Put a rule with the wanted files as input before it.', ...position }];
}

/** Patterns that JavaScript does not read, and that have nothing in them that only Python reads. */
function constraintProblems({ name, directives }: SnakefileRule): Problem[] {
  const given = directives.get('wildcard_constraints')?.arguments ?? [];
  return given.flatMap(({ name: wildcard = '', value, position }): Problem[] => {
    if (typeof value !== 'string' || /\(\?|[*+?}]\+/.test(value)) return [];
    try {
      new RegExp(value);
      return [];
    } catch {
      const message = `the constraint of ${wildcard} in rule ${name} is no regular expression`;
      return [{ message, ...position }];
    }
  });
}
