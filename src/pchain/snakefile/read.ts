/** A Snakefile of PanDA, whose rules are Grid tasks, as the chain that the checks know. */
import type { NodePath, Position } from '../../document/source-document.ts';
import type { SnakefileArgument } from '../../languages/snakemake/argument.ts';
import { type Patterns, readPatterns } from '../../languages/snakemake/graph/pattern.ts';
import { parseSnakefile } from '../../languages/snakemake/parse.ts';
import type { Snakefile, SnakefileRule } from '../../languages/snakemake/snakefile.ts';
import type { Chain, ChainPlace, ChainStep, StepInput } from '../chain.ts';
import { type StepKind, stepKindOf } from '../step-kind.ts';
import { type ParameterValue, parameterValue, targetName } from './value.ts';

export interface SnakeChain {
  readonly chain: Chain;
  readonly snakefile: Snakefile;
  /** The rule that says what is wanted. */
  readonly target: SnakefileRule | undefined;
  readonly rules: readonly ReadRule[];
  /** Names of the rules that are needed for what is wanted; others PanDA does not look at. */
  readonly reached: ReadonlySet<string>;
}

export interface ReadRule {
  readonly rule: SnakefileRule;
  /** What stands in `shell`; `undefined` when there is none, or only Python knows. */
  readonly shell: string | undefined;
  readonly inputs: Patterns;
  readonly outputs: Patterns;
  readonly parameters: readonly ReadParameter[];
}

export interface ReadParameter {
  readonly name: string;
  readonly value: ParameterValue;
  readonly position: Position;
}

/** PanDA knows no `gitlab` here. */
export const kinds: readonly StepKind[] = ['prun', 'phpo', 'junction', 'reana'];

export function readSnakeChain(file: string, text: string, place: ChainPlace): SnakeChain {
  const snakefile = parseSnakefile(file, text);
  const rules = snakefile.rules.map(readRule);
  const target = rules.find(({ rule }) => rule.name === targetName);
  const reached = reach(target, rules);
  const positions = new Map<string, Position>();
  const steps = rules
    .filter(({ rule }) => rule.name !== targetName && reached.has(rule.name))
    .map((rule) => stepOf(rule, positions));
  const positionOf = (path: NodePath): Position => {
    for (let length = path.length; length > 0; length -= 1) {
      const found = positions.get(keyOf(path.slice(0, length)));
      if (found !== undefined) return found;
    }
    return { file, line: 1, column: 1 };
  };
  const chain: Chain = {
    source: { position: positionOf, keyPosition: positionOf },
    data: {},
    version: '',
    inputs: new Set(target?.parameters.map(({ name }) => name)),
    steps,
    duplicates: [],
    ...place,
  };
  return { chain, snakefile, target: target?.rule, rules, reached };
}

function readRule(rule: SnakefileRule): ReadRule {
  const given = (keyword: string): readonly SnakefileArgument[] =>
    rule.directives.get(keyword)?.arguments ?? [];
  const [shell] = given('shell');
  return {
    rule,
    shell: typeof shell?.value === 'string' ? shell.value : undefined,
    inputs: readPatterns(given('input'), {}),
    outputs: readPatterns(given('output'), {}),
    parameters: given('params').flatMap((one) =>
      one.name === undefined
        ? []
        : [{ name: one.name, value: parameterValue(one, rule.name), position: one.position }],
    ),
  };
}

/** The rules whose outputs are wanted, directly or through others; all where only Python knows what is. */
function reach(target: ReadRule | undefined, rules: readonly ReadRule[]): ReadonlySet<string> {
  const names = rules.map(({ rule }) => rule.name);
  const byName = new Map(rules.map((one) => [one.rule.name, one]));
  const reached = new Set<string>([targetName]);
  const waiting = target === undefined ? [] : [target];
  for (const { inputs } of waiting) {
    if (inputs.incomplete) return new Set(names);
    for (const name of makersOf(inputs, rules)) {
      const maker = byName.get(name);
      if (maker === undefined || reached.has(name)) continue;
      reached.add(name);
      waiting.push(maker);
    }
  }
  return target === undefined ? new Set(names) : reached;
}

/** The rules that make these files. */
export function makersOf(inputs: Patterns, rules: readonly ReadRule[]): string[] {
  const texts = inputs.files.map(({ text }) => text);
  const byFile = rules.filter(
    ({ outputs }) => outputs.incomplete || outputs.files.some(({ text }) => texts.includes(text)),
  );
  return [...inputs.references.map(({ rule }) => rule), ...byFile.map(({ rule }) => rule.name)];
}

function stepOf({ rule, shell = '', parameters }: ReadRule, positions: Map<string, Position>) {
  const path = ['steps', rule.name];
  positions.set(keyOf(path), rule.position);
  const inputs = parameters.map(({ name, value, position }) => {
    const place = [...path, 'params', name];
    positions.set(keyOf(place), position);
    const bare = { path: place, valuePath: place, sources: [], isList: false, value: undefined };
    const input: StepInput =
      value.kind === 'sources'
        ? { ...bare, sources: value.sources, isList: value.isList }
        : value.kind === 'value' && value.braces === undefined
          ? { ...bare, value: value.value ?? undefined }
          : bare;
    return [name, input] as const;
  });
  const kind = kinds.find((one) => one === stepKindOf(shell));
  const isLoop = rule.directives.has('loop');
  const step: ChainStep = {
    name: rule.name,
    run: shell,
    kind,
    path,
    fields: isLoop ? { hints: ['loop'] } : {},
    inputs: new Map(inputs),
    outputs: ['outDS'],
  };
  return step;
}

function keyOf(path: NodePath): string {
  return path.join('\n');
}
