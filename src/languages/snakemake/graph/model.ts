/** The model of a Snakemake workflow, read from its text without Snakemake. */
import path from 'node:path';
import type { JsonObject } from '../../../base/json.ts';
import { runKeywords } from '../keyword.ts';
import { allRules, type Snakefiles, type UnreadRules } from '../read.ts';
import { resourcesOf } from '../resource.ts';
import type { SnakefileDirective, SnakefileRule } from '../snakefile.ts';
import { createEdgeSet, type EdgeSet } from '../../workflow/edges.ts';
import { readNeeds } from '../../workflow/needs.ts';
import {
  stageId,
  type Stage,
  type StageKind,
  type StageNeeds,
  type Workflow,
} from '../../workflow/workflow.ts';
import { canMatch, hasWildcards, isSame } from './match.ts';
import { readPatterns, type FilePattern, type Patterns } from './pattern.ts';

interface Rule {
  readonly name: string;
  readonly written: SnakefileRule;
  /** Of rules that name none. */
  readonly container: SnakefileDirective | undefined;
  readonly inputs: Patterns;
  readonly outputs: readonly FilePattern[];
}

/** @param config what the rules know as `config` */
export function snakemakeModel(
  file: string,
  { snakefiles, unread }: Snakefiles,
  config: JsonObject,
): Workflow {
  const container = snakefiles
    .flatMap(({ directives }) => directives)
    .find(({ keyword }) => keyword === 'container' || keyword === 'singularity');
  const rules = namedRules(snakefiles).map(([name, written]): Rule => {
    const patternsOf = (keyword: string): Patterns =>
      readPatterns(written.directives.get(keyword)?.arguments ?? [], config);
    return {
      name,
      written,
      container,
      inputs: patternsOf('input'),
      outputs: makingKeywords.flatMap((keyword) => patternsOf(keyword).files),
    };
  });
  const edges = createEdgeSet();
  for (const rule of rules) addFlows(edges, rule, rules);
  const others = new Map(unread.map((each) => [each.name, each]));
  const stages = [...rules.map(describe), ...[...others.values()].map(describeUnread)];
  return { language: 'snakemake', file, stages, edges: edges.list() };
}

/** A rule that runs makes the files that these name. */
const makingKeywords = ['output', 'log', 'benchmark'];

/** Of several rules with one name, the first; those without a name are counted, as Snakemake does. */
function namedRules(snakefiles: Snakefiles['snakefiles']): [string, SnakefileRule][] {
  const rules = new Map<string, SnakefileRule>();
  for (const [index, rule] of allRules(snakefiles).entries()) {
    const name = rule.name === '' ? String(index + 1) : rule.name;
    if (!rules.has(name)) rules.set(name, rule);
  }
  return Array.from(rules);
}

function addFlows(edges: EdgeSet, rule: Rule, rules: readonly Rule[]): void {
  const to = stageId('', rule.name);
  for (const { rule: maker, output, name } of rule.inputs.references) {
    if (rules.some((other) => other.name === maker)) {
      edges.addFlow(stageId('', maker), to, { output, parameter: name });
    }
  }
  for (const input of rule.inputs.files) {
    const others = rules.filter((other) => other !== rule);
    const exact = others.filter(({ outputs }) => outputs.some((output) => isSame(input, output)));
    const makers =
      exact.length > 0
        ? exact
        : others.filter(({ outputs }) => outputs.some((output) => canMatch(input, output)));
    for (const maker of makers) {
      const flow = { output: path.posix.basename(input.text), parameter: input.name };
      edges.addFlow(stageId('', maker.name), to, flow);
    }
  }
}

function describe({ name, written, container, inputs, outputs }: Rule): Stage {
  const kind = kindOf(written);
  const many = outputs.some(hasWildcards);
  const { file, line } = written.position;
  return {
    id: stageId('', name),
    name,
    kind,
    jobs: kind === 'target' ? 0 : many ? undefined : 1,
    needs: needsOf(written, container),
    notes: inputs.incomplete ? ['more inputs, which only the run can tell'] : [],
    parameters: [],
    stages: [],
    places: [{ file, first: line, last: written.last }],
  };
}

/** Stands for the rules of a file or a module that are not known without running Python. */
function describeUnread({ name, position }: UnreadRules): Stage {
  const { file, line } = position;
  return {
    id: stageId('', name),
    name,
    kind: 'target',
    jobs: undefined,
    needs: { credentials: [] },
    notes: ['its rules are not read: only the run can tell them'],
    parameters: [],
    stages: [],
    places: [{ file, first: line, last: line }],
  };
}

/** A rule that only names files asks for them, and runs nothing. */
function kindOf({ directives }: SnakefileRule): StageKind {
  const works = [...runKeywords, 'output'];
  return works.some((key) => directives.has(key)) ? 'step' : 'target';
}

function needsOf(rule: SnakefileRule, standard: SnakefileDirective | undefined): StageNeeds {
  const { directives } = rule;
  const container = directives.get('container') ?? directives.get('singularity') ?? standard;
  const [image] = readPatterns(container?.arguments ?? [], {}).files;
  return readNeeds(image?.text.replace(/^docker:\/\//, ''), resourcesOf(rule).values);
}
