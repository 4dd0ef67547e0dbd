/** The same workflows, run by the real yadage and by our engine: results and files have to be the same. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson, type Json, type JsonObject } from '../../src/base/json.ts';
import { sortKeys } from '../../src/languages/yadage/semantics/value.ts';
import { unappliedStages } from '../../src/local/engine/yadage/unapplied.ts';
import { type Peer, requirePeer } from './peers.ts';
import { brokenSamples } from './yadage/broken-workflows.ts';
import { createLocalBackend } from './yadage/local-backend.ts';
import {
  filesOf,
  keyOf,
  makeWorkspace,
  runLocally,
  withoutWorkspace,
  type Answer,
} from './yadage/run-locally.ts';
import { executedSamples, type Sample } from './yadage/workflows.ts';

const samples = [...executedSamples, ...brokenSamples];
/** The newest yadage runs a share of them: each run takes its time. */
const someSamples = samples.filter((_, index) => index % 6 === 0);
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['yadage', samples],
  ['yadage-0.21', someSamples],
] as const)('the yadage engine does what the real one does (%s)', (peer, chosen) => {
  let answers: readonly JsonObject[] = [];

  beforeAll(async () => {
    answers = await answersOf(peer, chosen);
  });

  it.each(chosen.map((sample, index) => ({ ...sample, index })))('$name', async (sample) => {
    const { toplevel, workspace } = await lay(sample);
    const answer = await runLocally({
      toplevel,
      file: 'workflow.yml',
      parameters: parseJson(sample.parameters) as JsonObject,
      workspace,
      initDirectory: path.join(workspace, 'init'),
      backend: createLocalBackend,
    });
    const expected = answers[sample.index] ?? {};
    expect(comparable(describeAnswer(answer))).toEqual(comparable(expected));
  });
});

/** What the real engine makes of the samples. */
async function answersOf(peer: Peer, chosen: readonly Sample[]): Promise<readonly JsonObject[]> {
  const python = path.join(await requirePeer(peer), 'python');
  const jobs: Job[] = [];
  for (const sample of chosen) jobs.push(await lay(sample));
  const exchange = await makeWorkspace();
  folders.push(exchange);
  const [given, got] = [path.join(exchange, 'jobs.json'), path.join(exchange, 'answers.json')];
  // The parameters are written as they are spelled.
  await writeFile(given, JSON.stringify(jobs));
  const script = path.join(import.meta.dirname, 'yadage/run_real.py');
  await promisify(execFile)(python, [script, given, got], { maxBuffer: 2 ** 27 });
  const raw = parseJson(await readFile(got, 'utf8')) as readonly JsonObject[];
  return Promise.all(
    raw.map(async (answer, index) => {
      const workspace = jobs[index]?.workspace ?? '';
      return withoutWorkspace({ ...answer, files: await filesOf(workspace) }, workspace);
    }),
  );
}

interface Job {
  readonly toplevel: string;
  readonly file: string;
  readonly workspace: string;
  readonly parameters: Json;
}

/** Lays a sample's files into a fresh folder and makes a workspace with its inputs. */
async function lay(sample: Sample): Promise<Job> {
  const workspace = await makeWorkspace();
  const toplevel = await makeWorkspace();
  folders.push(workspace, toplevel);
  await writeAll(toplevel, sample.files);
  await mkdir(path.join(workspace, 'init'));
  await writeAll(path.join(workspace, 'init'), sample.inputs ?? {});
  return { toplevel, file: 'workflow.yml', workspace, parameters: parseJson(sample.parameters) };
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

function describeAnswer(answer: Answer): JsonObject {
  const nodes = Array.from(answer.workflow?.nodes.values() ?? []);
  const described: JsonObject = {
    status: answer.status,
    error: answer.error === undefined ? null : { ...answer.error },
    nodes: nodes.map((node) => ({
      key: keyOf(node),
      name: node.task.name,
      state: node.state,
      parameters: node.task.parameters,
      result: node.hasResult ? (node.result ?? null) : null,
      readwrite: node.task.state.readwrite,
      readonly: node.task.state.readonly,
    })),
    edges: nodes.flatMap((node) => node.predecessors.map((other) => [keyOf(other), keyOf(node)])),
    unapplied: answer.workflow === undefined ? [] : unappliedStages(answer.workflow),
    files: answer.files.map(([name, content]) => [name, content]),
  };
  return withoutWorkspace(described, answer.workspace);
}

/**
 * Numbers as they are spelled; nothing that has no order of its own: edges, and files that a pattern found.
 * A message of jsonschema ends where its dump of schema and instance begins; addresses lose their folder.
 */
function comparable(answer: JsonObject): unknown {
  const error = answer.error as { readonly type: string; readonly text: string } | null;
  return {
    ...answer,
    error: error && { ...error, text: comparableText(error.text) },
    nodes: (answer.nodes as readonly Json[]).map((node) =>
      JSON.stringify(sortKeys(node), (_key, part: unknown) => sortFound(part)),
    ),
    edges: (answer.edges as readonly Json[]).map((edge) => JSON.stringify(edge)).sort(),
  };
}

function comparableText(text: string): string {
  const [message = ''] = text.split('\n\nFailed validating');
  return message.replaceAll(/file:\/\/\/\S*yadage-run-\w+/g, 'file:///…');
}

function sortFound(part: unknown): unknown {
  const isFound =
    Array.isArray(part) && part.every((item) => typeof item === 'string' && item.startsWith('$WS'));
  return isFound ? part.toSorted() : part;
}
