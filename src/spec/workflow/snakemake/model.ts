/** The model of a Snakemake workflow, read from its text without Snakemake. */
import path from 'node:path';
import type { Json, JsonObject } from '../../../base/json.ts';
import type { TolerantReader } from '../../tolerant-document.ts';
import { createEdgeSet, type EdgeSet } from '../edges.ts';
import { readNeeds } from '../needs.ts';
import {
  stageId,
  type Stage,
  type StageKind,
  type StageNeeds,
  type Workflow,
} from '../workflow.ts';
import {
  canMatch,
  hasWildcards,
  readPatterns,
  type FilePattern,
  type Patterns,
} from './pattern.ts';
import { scanSnakefile, type ScannedRule } from './scan.ts';

interface Rule {
  readonly scanned: ScannedRule;
  readonly file: string;
  readonly container: string | undefined;
  readonly inputs: Patterns;
  readonly outputs: readonly FilePattern[];
}

/** @param config what the rules know as `config` */
export async function snakemakeModel(
  reader: TolerantReader,
  file: string,
  config: JsonObject,
): Promise<Workflow> {
  const rules = await readRules(reader, file, config);
  const edges = createEdgeSet();
  for (const rule of rules) addFlows(edges, rule, rules);
  return { language: 'snakemake', file, stages: rules.map(describe), edges: edges.list() };
}

/** The rules of the Snakefile and of the files it includes; of several with one name, the first. */
async function readRules(
  reader: TolerantReader,
  start: string,
  config: JsonObject,
): Promise<Rule[]> {
  const rules = new Map<string, Rule>();
  const files = [start];
  let container: string | undefined;
  // The list grows while it is walked, by the files that are included.
  for (const file of files) {
    const scanned = scanSnakefile((await reader.text(file)) ?? '');
    container ??= scanned.container;
    for (const rule of scanned.rules) {
      if (rules.has(rule.name)) continue;
      const inputs = readPatterns(rule.directives.get('input') ?? '', config);
      const outputs = readPatterns(rule.directives.get('output') ?? '', config).files;
      rules.set(rule.name, { scanned: rule, file, container, inputs, outputs });
    }
    for (const include of scanned.includes) {
      const target = path.posix.join(path.posix.dirname(file), include);
      if (!files.includes(target)) files.push(target);
    }
  }
  return Array.from(rules.values());
}

function addFlows(edges: EdgeSet, rule: Rule, rules: readonly Rule[]): void {
  const to = stageId('', rule.scanned.name);
  for (const { rule: maker, output, name } of rule.inputs.references) {
    if (rules.some(({ scanned }) => scanned.name === maker)) {
      edges.addFlow(stageId('', maker), to, { output, parameter: name });
    }
  }
  for (const input of rule.inputs.files) {
    const others = rules.filter((other) => other !== rule);
    const exact = others.filter(({ outputs }) => outputs.some(({ text }) => text === input.text));
    const makers =
      exact.length > 0
        ? exact
        : others.filter(({ outputs }) => outputs.some((output) => canMatch(input, output)));
    for (const { scanned } of makers) {
      const flow = { output: path.posix.basename(input.text), parameter: input.name };
      edges.addFlow(stageId('', scanned.name), to, flow);
    }
  }
}

function describe({ scanned, file, container, inputs, outputs }: Rule): Stage {
  const kind = kindOf(scanned);
  const many = outputs.some(hasWildcards);
  return {
    id: stageId('', scanned.name),
    name: scanned.name,
    kind,
    jobs: kind === 'target' ? 0 : many ? undefined : 1,
    needs: needsOf(scanned, container),
    notes: inputs.incomplete ? ['more inputs, which only the run can tell'] : [],
    parameters: [],
    stages: [],
    places: [{ file, first: scanned.first, last: scanned.last }],
  };
}

/** A rule that only names files asks for them, and runs nothing. */
function kindOf({ directives }: ScannedRule): StageKind {
  const works = ['shell', 'run', 'script', 'notebook', 'wrapper', 'cwl', 'output'];
  return works.some((key) => directives.has(key)) ? 'step' : 'target';
}

function needsOf({ directives }: ScannedRule, standard: string | undefined): StageNeeds {
  const named = directives.get('container') ?? directives.get('singularity') ?? '';
  const image = /["']([^"']+)["']/.exec(named)?.[1] ?? standard;
  return readNeeds(
    image?.replace(/^docker:\/\//, ''),
    readResources(directives.get('resources') ?? ''),
  );
}

function readResources(text: string): Json {
  const pairs = text.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)'|(True|False)\b|(\d+)\b)/g);
  return Object.fromEntries(
    Array.from(pairs, ([, key = '', double, single, truth, number]) => [
      key,
      double ?? single ?? (truth === undefined ? Number(number) : truth === 'True'),
    ]),
  );
}
