/** Names in the braces of a command that nothing has. */
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { Position } from '../../../document/source-document.ts';
import { suggest } from '../../../document/suggestion.ts';
import type { SnakemakeSubject } from '../lint-subject.ts';
import type { SnakefileDirective, SnakefileRule } from '../snakefile.ts';
import { textsIn, wildcardsIn } from '../wildcard.ts';
import { snakemakeExample } from './example.ts';

const command = '"python fit.py > {output}"';

export const snakemakePlaceholder: Rule<SnakemakeSubject> = {
  id: 'snakemake-placeholder',
  severity: 'error',
  code: 'parameters',
  title: 'a command has braces that Snakemake cannot fill in',
  consequence: 'Snakemake fails at the rule: “The name … is unknown in this context”.',
  fix: 'Correct the name; braces of the shell and of awk are written twice: {{print $1}}.',
  examples: {
    wrong: [
      snakemakeExample('Snakefile', command, '"python fit.py > {outputs}"'),
      snakemakeExample('Snakefile', command, '"python fit.py > {output.plot}"'),
      snakemakeExample('Snakefile', command, `"awk '{print $1}' a > {output}"`),
      snakemakeExample('Snakefile', command, '"echo } > {output}"'),
      snakemakeExample('Snakefile', '    output:', '    message: "from {nonsense}"\n    output:'),
    ],
    right: [
      snakemakeExample(),
      snakemakeExample('Snakefile', command, `"awk '{{print $1}}' a > {output[0]}"`),
      snakemakeExample('Snakefile', 'rule all:', `MASS = 750\n\nrule all:`),
    ],
  },
  check: ({ snakefiles, isWhole }) => {
    const names = new Set(snakefiles.flatMap((snakefile) => [...snakefile.names]));
    // Names can come from anywhere then.
    const isOpen = !isWhole || snakefiles.some((snakefile) => snakefile.isOpen);
    return snakefiles.flatMap(({ rules }) =>
      rules.flatMap((rule) => problemsOf(rule, isOpen || names.has('import') ? undefined : names)),
    );
  },
};

const ownNames = [
  ...['input', 'output', 'params', 'wildcards', 'threads', 'resources', 'log', 'rule', 'jobid'],
  ...['config', 'rules', 'checkpoints', 'workflow', 'bench_iteration', 'pep', 'scatter', 'gather'],
];

/** Their values are texts; `q` puts them in quotes. */
const textSections = ['input', 'output', 'wildcards', 'log'];
const textFormat = /^(?:q|(?:.?[<>^])?\d*(?:\.\d+)?s?)$/;

function problemsOf(rule: SnakefileRule, names: ReadonlySet<string> | undefined): Problem[] {
  return ['shell', 'message'].flatMap((keyword) => {
    const [text] = rule.directives.get(keyword)?.arguments ?? [];
    return typeof text?.value === 'string'
      ? problemsIn(text.value, text.position, rule, names)
      : [];
  });
}

function problemsIn(
  text: string,
  position: Position,
  rule: SnakefileRule,
  names: ReadonlySet<string> | undefined,
): Problem[] {
  return fieldsOf(text).flatMap((field): Problem[] => {
    if (field.problem !== undefined) return [{ message: field.problem, ...position }];
    const [, name = '', attribute] = /^([^.[!:]*)(?:\.([^.[!:]*))?/.exec(field.text) ?? [];
    const format = field.text.split(':')[1] ?? '';
    if (textSections.includes(name) && !textFormat.test(format)) {
      return [{ message: `${JSON.stringify(format)} is no format for ${name}`, ...position }];
    }
    if (ownNames.includes(name)) return attributeProblem(rule, name, attribute, position);
    if (names === undefined || names.has(name)) return [];
    const near = suggest(name, ownNames);
    const hint =
      near === undefined
        ? 'Write braces twice that are not for Snakemake.'
        : `Did you mean ${near}?`;
    return [
      {
        message: `nothing is called ${JSON.stringify(name)} in rule ${rule.name}`,
        hint,
        ...position,
      },
    ];
  });
}

function attributeProblem(
  { name, directives }: SnakefileRule,
  section: string,
  attribute: string | undefined,
  position: object,
): Problem[] {
  if (attribute === undefined) return [];
  const known = namesIn(section, directives);
  if (known === undefined || known.has(attribute)) return [];
  const near = suggest(attribute, known);
  const message = `rule ${name} has no ${section}.${attribute}`;
  return [{ message, ...(near && { hint: `Did you mean ${section}.${near}?` }), ...position }];
}

/** `undefined` when only Python knows. */
function namesIn(
  section: string,
  directives: ReadonlyMap<string, SnakefileDirective>,
): ReadonlySet<string> | undefined {
  const output = directives.get('output');
  if (section === 'wildcards') {
    if (output?.isOpen === true) return undefined;
    return new Set(textsIn(output?.arguments ?? []).flatMap((text) => [...wildcardsIn(text)]));
  }
  if (!['input', 'output', 'params', 'log'].includes(section)) return undefined;
  const given = directives.get(section)?.arguments ?? [];
  // *unpacked values can bring names along; those of Python's lists are few.
  const isOpen = given.some(({ name, value }) => name === undefined && value === undefined);
  return isOpen ? undefined : new Set(given.flatMap(({ name }) => name ?? []));
}

interface Field {
  readonly text: string;
  readonly problem?: string;
}

/** The fields of a format string, and braces that are none. */
function fieldsOf(text: string): Field[] {
  const fields: Field[] = [];
  for (const [piece] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}?|\}/g)) {
    if (piece === '{{' || piece === '}}') continue;
    if (piece === '}') fields.push({ text: '', problem: 'a single } stands in the command' });
    else if (!piece.endsWith('}')) {
      fields.push({ text: '', problem: 'a { of the command is never closed' });
      break;
    } else fields.push({ text: piece.slice(1, -1) });
  }
  return fields;
}
