/** Real specifications, dry-run by our engine and compared with a dry run of the real yadage. */
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../src/base/json.ts';
import { sortKeys } from '../../src/languages/yadage/semantics/value.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { unappliedStages } from '../../src/local/engine/yadage/unapplied.ts';
import { reference, references } from './references.ts';
import { createDryBackend, type DryJob } from './yadage/dry-backend.ts';
import {
  keyOf,
  makeWorkspace,
  runLocally,
  withoutWorkspace,
  type Answer,
} from './yadage/run-locally.ts';

const golden = reference('yadage-golden');
const files =
  references === undefined ? [] : globSync('*/**/*.golden.json', { cwd: golden }).sort();

describe.skipIf(references === undefined)('the yadage engine plans like the real one', () => {
  it('has all recordings', () => {
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  it.each(files)('%s', async (file) => {
    const expected = parseJson(readFileSync(path.join(golden, file), 'utf8')) as JsonObject;
    const jobs: DryJob[] = [];
    const answer = await dryRun(file.replace(/\.golden\.json$/, ''), jobs);
    expect(comparable(describeAnswer(answer, jobs))).toEqual(comparable({ ...expected, init: {} }));
  });
});

async function dryRun(file: string, jobs: DryJob[]): Promise<Answer> {
  const [analysis = '', ...rest] = file.split('/');
  const specs = reference('specs', analysis);
  const workspace = await makeWorkspace();
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
  const start = rest.join('/');
  const data = toJson(readYaml(start, readFileSync(path.join(specs, start), 'utf8')));
  const workflow = isJsonObject(data) && isJsonObject(data.workflow) ? data.workflow : undefined;
  const inputs = isJsonObject(data) && isJsonObject(data.inputs) ? data.inputs : {};
  await layInputs(specs, inputs, workspace);
  // A workflow file on its own was loaded for its own folder.
  const place =
    typeof workflow?.file === 'string'
      ? { toplevel: specs, file: workflow.file }
      : { toplevel: path.join(specs, path.dirname(start)), file: path.basename(start) };
  return runLocally({
    ...place,
    parameters: isJsonObject(inputs.parameters) ? inputs.parameters : {},
    workspace,
    initDirectory: workspace,
    backend: (finder) => createDryBackend(finder, jobs),
  });
}

/** The declared inputs, as empty files: parameters that name one of them become its path. */
async function layInputs(specs: string, inputs: JsonObject, workspace: string): Promise<void> {
  const listed = readFileSync(path.join(specs, '.repo-files.txt'), 'utf8').trim().split('\n');
  const declared = [inputs.files ?? [], inputs.directories ?? []].flat() as string[];
  for (const line of listed) {
    const file = line.split('\t')[1] ?? '';
    if (!declared.some((name) => file === name || file.startsWith(`${name}/`))) continue;
    await mkdir(path.dirname(path.join(workspace, file)), { recursive: true });
    await writeFile(path.join(workspace, file), '');
  }
}

function describeAnswer(answer: Answer, jobs: readonly DryJob[]): JsonObject {
  const nodes = Array.from(answer.workflow?.nodes.values() ?? []);
  const described: JsonObject = {
    init: {},
    status: answer.status,
    ...(answer.error === undefined ? {} : { error: { ...answer.error } }),
    nodes: nodes.map((node) => ({
      key: keyOf(node),
      name: node.task.name,
      parameters: node.task.parameters,
      result: node.result ?? null,
      readwrite: node.task.state.readwrite,
      readonly: node.task.state.readonly,
      state: node.state,
    })),
    edges: nodes.flatMap((node) => node.predecessors.map((other) => [keyOf(other), keyOf(node)])),
    jobs: jobs.map(describeJob),
    unapplied: answer.workflow === undefined ? [] : unappliedStages(answer.workflow),
  };
  return withoutWorkspace(described, answer.workspace);
}

function describeJob({ task, job }: DryJob): Json {
  const { environment } = task.spec;
  const { kind: _kind, ...body } = job ?? { kind: undefined };
  return {
    name: task.name,
    stage: task.stage,
    idx: task.index,
    offset: task.offset,
    image: `${environment?.image ?? ''}:${environment?.imagetag ?? ''}`,
    job: body,
    resources: environment?.resources ?? [],
  };
}

/** Lists of nodes, jobs and edges in one order; numbers as they are spelled. */
function comparable(answer: JsonObject): unknown {
  const sorted = ['nodes', 'jobs', 'edges'].map((key) => {
    const list = answer[key] as readonly Json[];
    return [key, list.map((item) => JSON.stringify(sortKeys(item))).sort()];
  });
  return { ...answer, ...Object.fromEntries(sorted) };
}
