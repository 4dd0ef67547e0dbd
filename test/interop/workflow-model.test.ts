/** Predictions of the model about real workflows, compared with what the real yadage made of them. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/base/json.ts';
import type { Position } from '../../src/document/source-document.ts';
import {
  allStages,
  isWithin,
  type Stage,
  type Workflow,
} from '../../src/languages/workflow/workflow.ts';
import { yadageModel } from '../../src/languages/yadage/graph/model.ts';
import { forecastWorkflow } from '../../src/languages/yadage/forecast/forecast.ts';
import { loadYadageWorkflow, YadageLoadError } from '../../src/languages/yadage/read/load.ts';
import type { YadageWorkflow } from '../../src/languages/yadage/read/workflow.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { reference, references } from './references.ts';
import { parseAnswers } from './yadage/answers.ts';

const golden = reference('yadage-golden');
const recordings =
  references === undefined ? [] : globSync('*/**/*.golden.json', { cwd: golden }).sort();

interface Recording {
  readonly nodes: readonly { readonly key: string }[];
  readonly edges: readonly (readonly [string, string])[];
}

describe.skipIf(references === undefined)('the model of a yadage workflow', () => {
  it('is compared with all recordings', () => {
    expect(recordings.length).toBeGreaterThanOrEqual(30);
  });

  it.each(recordings)('knows jobs and data of %s', async (file) => {
    const recording = JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Recording;
    const model = await modelOfSpecification(file.replace(/\.golden\.json$/, ''));
    const jobs = countByStage(recording.nodes.map(({ key }) => key));
    const known = stepsOf(model).filter((stage) => stage.jobs !== undefined);
    expect(Object.fromEntries(known.map(({ id, jobs: count }) => [id, count]))).toEqual(
      Object.fromEntries(known.map(({ id }) => [id, jobs.get(id) ?? 0])),
    );
    expect(dataOf(model)).toEqual(expect.arrayContaining(dataBetweenSteps(recording)));
  });

  it('knows the number of jobs of every stage of the search with 67', async () => {
    const model = await modelOfSpecification('reanahub__reana-demo-bsm-search/reana.yaml');
    expect(stepsOf(model).reduce((sum, { jobs = Number.NaN }) => sum + jobs, 0)).toBe(67);
  });
});

const cases =
  references === undefined
    ? []
    : parseAnswers(readFileSync(reference('yadage-cases', 'answers.txt'), 'utf8'));

const finished = cases.filter(({ status }) => status === 'success');

describe.skipIf(references === undefined)('the model of a small yadage workflow', () => {
  // What stops the real engine stops it somewhere on the way; the model shows the whole workflow.
  it.each(finished)('foretells $name', async (expected) => {
    const toplevel = reference('yadage-cases', 'cases');
    const workflow = await loadYadageWorkflow({ toplevel, workflow: `${expected.name}.yml` });
    const model = await modelOf(expected.name, workflow, expected.init);
    const top = model.stages.filter(({ kind, jobs }) => kind === 'step' && jobs !== undefined);
    for (const { name, jobs } of top) {
      const made = expected.nodes.filter(
        (node) => node.name === name || new RegExp(`^${name}_\\d+$`).test(node.name),
      );
      expect([name, jobs]).toEqual([name, made.length]);
    }
  });

  it('refuses what the real loader refuses', async () => {
    const toplevel = reference('yadage-cases', 'cases');
    const load = loadYadageWorkflow({ toplevel, workflow: 'F3_dep_expressions_noType.yml' });
    await expect(load).rejects.toThrow(YadageLoadError);
  });
});

async function modelOf(
  file: string,
  workflow: YadageWorkflow,
  parameters: JsonObject,
): Promise<Workflow> {
  const parameterPosition = (): Position => ({ file, line: 1, column: 1 });
  return yadageModel(file, await forecastWorkflow({ workflow, parameters, parameterPosition }));
}

async function modelOfSpecification(file: string): Promise<Workflow> {
  const [analysis = '', ...rest] = file.split('/');
  const specs = reference('specs', analysis);
  const start = rest.join('/');
  const data = toJson(readYaml(start, readFileSync(path.join(specs, start), 'utf8')));
  const workflow = isJsonObject(data) && isJsonObject(data.workflow) ? data.workflow : undefined;
  const inputs = isJsonObject(data) && isJsonObject(data.inputs) ? data.inputs : {};
  const parameters = isJsonObject(inputs.parameters) ? inputs.parameters : {};
  const place =
    typeof workflow?.file === 'string'
      ? { toplevel: specs, workflow: workflow.file }
      : { toplevel: path.join(specs, path.dirname(start)), workflow: path.basename(start) };
  return modelOf(start, await loadYadageWorkflow(place), parameters);
}

function stepsOf(model: Workflow): Stage[] {
  return allStages(model).filter(({ kind }) => kind === 'step');
}

/** `/all/0/read[1]` is a job of the stage `all/read`. */
function stageOf(key: string): string {
  return key
    .replace(/\[\d+\]$/, '')
    .replace(/\/\d+(?=\/)/g, '')
    .slice(1);
}

function countByStage(keys: readonly string[]): Map<string, number> {
  const groups = Map.groupBy(keys, stageOf);
  return new Map(Array.from(groups, ([stage, members]) => [stage, members.length]));
}

function dataBetweenSteps({ edges }: Recording): string[] {
  const between = edges.map((edge) => edge.map(stageOf));
  // The real engine hands parameters on through `init`; the model shows where they come from.
  return between
    .filter((ends) => ends.every((end) => !/(^|\/)init$/.test(end)))
    .map((ends) => ends.join(' -> '));
}

function dataOf({ edges }: Workflow): string[] {
  return edges
    .filter(({ kind, from, to }) => kind === 'data' && !isWithin(to, from))
    .map(({ from, to }) => `${from} -> ${to}`);
}
