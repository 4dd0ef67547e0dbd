/** Predictions of lint about yadage workflows, compared with what the engine does with them. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../src/base/json.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { brokenSamples } from './yadage/broken-workflows.ts';
import { createDryBackend } from './yadage/dry-backend.ts';
import { createRandom, mutate } from './yadage/mutation.ts';
import { makeWorkspace, runLocally, type Answer } from './yadage/run-locally.ts';
import { executedSamples, type Sample } from './yadage/workflows.ts';

/** What REANA refuses and the yadage of a laptop does not. */
const ofReana = 'yadage-environment';

describe('lint and the yadage engine agree', () => {
  it.each([...executedSamples, ...brokenSamples])('on: $name', async (sample) => {
    expect(await disagreement(sample)).toBeUndefined();
  });

  it('on 400 slips', async () => {
    const random = createRandom(20);
    const slips = Array.from({ length: 400 }, (_, index) =>
      withSlip(executedSamples[index % executedSamples.length], random),
    );
    const disagreements = [];
    for (const slip of slips) {
      const found = slip === undefined ? undefined : await disagreement(slip);
      if (found !== undefined) disagreements.push(found);
    }
    expect(disagreements).toEqual([]);
  });
});

function withSlip(sample: Sample | undefined, random: () => number): Sample | undefined {
  if (sample === undefined) return undefined;
  const text = sample.files['workflow.yml'] ?? '';
  const data = mutate(toJson(readYaml('workflow.yml', text)), random);
  return { ...sample, files: { ...sample.files, 'workflow.yml': JSON.stringify(data) } };
}

/** What the two say, when lint has errors for what runs, or none for what cannot. */
async function disagreement(sample: Sample): Promise<unknown> {
  const parameters = parseJson(sample.parameters) as JsonObject;
  const toplevel = await lay({
    ...withContainers(sample.files),
    'reana.yaml': JSON.stringify({
      inputs: { parameters },
      workflow: { type: 'yadage', file: 'workflow.yml' },
    }),
  });
  const findings = (await lintAnalysis(toplevel, 'reana.yaml')).filter(isAboutYadage);
  const answer = await dryRun(sample, toplevel, parameters);
  const works = answer.status === 'success' && idleStages(answer).length === 0;
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  const isOpen = findings.some(({ rule }) => rule === 'yadage-not-checked');
  if (works !== hasErrors || (isOpen && !works)) return undefined;
  const { error } = answer;
  const workflow = sample.files['workflow.yml'];
  return { name: sample.name, workflow, error, idle: idleStages(answer), findings };
}

function isAboutYadage({ rule }: Finding): boolean {
  return /^ya(?:ml|dage)-/.test(rule) && rule !== ofReana;
}

/** The yadage of a laptop needs no containers; REANA does. */
function withContainers(files: Sample['files']): Sample['files'] {
  try {
    const data = toJson(readYaml('workflow.yml', files['workflow.yml'] ?? ''));
    return { ...files, 'workflow.yml': JSON.stringify(inContainer(data)) };
  } catch {
    return files;
  }
}

function inContainer(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(inContainer);
  if (!isJsonObject(value)) return value;
  if (value.environment_type === 'localproc-env') {
    return { ...value, environment_type: 'docker-encapsulated', image: 'python', imagetag: '3' };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inContainer(item)]));
}

async function dryRun(sample: Sample, toplevel: string, parameters: JsonObject): Promise<Answer> {
  const workspace = await lay({});
  const initDirectory = path.join(workspace, 'init');
  await mkdir(initDirectory);
  await writeAll(initDirectory, sample.inputs ?? {});
  return runLocally({
    toplevel,
    file: 'workflow.yml',
    parameters,
    workspace,
    initDirectory,
    backend: (files) => createDryBackend(files, []),
  });
}

/** Stages that never got their turn, or made no steps. */
function idleStages({ workflow }: Answer): string[] {
  if (workflow === undefined) return [];
  const empty = workflow.applied.filter(
    (rule) => !Object.hasOwn(workflow.scope(rule.offset).steps, rule.name),
  );
  return [...workflow.rules, ...empty].map(({ name }) => name);
}

async function lay(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await makeWorkspace();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeAll(folder, files);
  return folder;
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}
