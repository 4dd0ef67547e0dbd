/** Small workflows, each run by our engine and compared with what the real yadage answered. */
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { sortKeys } from '../../src/languages/yadage/semantics/value.ts';
import { reference, references } from './references.ts';
import { parseAnswers, type ExpectedAnswer } from './yadage/answers.ts';
import { createLocalBackend } from './yadage/local-backend.ts';
import { makeWorkspace, runLocally, withoutWorkspace, type Answer } from './yadage/run-locally.ts';

const folder = reference('yadage-cases');
const answers =
  references === undefined
    ? []
    : parseAnswers(readFileSync(path.join(folder, 'answers.txt'), 'utf8'));

describe.skipIf(references === undefined)('the yadage engine answers like the real one', () => {
  it('has all cases', () => {
    expect(answers).toHaveLength(67);
  });

  it.each(answers)('$name', async (expected) => {
    const answer = await runCase(expected);
    expect(describeAnswer(answer)).toEqual(describeExpected(expected));
  });
});

async function runCase(expected: ExpectedAnswer): Promise<Answer> {
  const workspace = await makeWorkspace();
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
  const initDirectory = path.join(workspace, 'init');
  if (expected.name.startsWith('E2_')) {
    await mkdir(initDirectory);
    for (const file of ['a.txt', 'b.txt']) await writeFile(path.join(initDirectory, file), '');
  }
  return runLocally({
    toplevel: path.join(folder, 'cases'),
    file: `${expected.name}.yml`,
    parameters: expected.init,
    workspace,
    initDirectory,
    backend: createLocalBackend,
  });
}

function describeAnswer(answer: Answer): unknown {
  const { workflow, workspace } = answer;
  const nodes = Array.from(workflow?.nodes.values() ?? []);
  return {
    status: answer.status,
    error: answer.error && { ...answer.error, text: answer.error.text.slice(0, 300) },
    nodes: nodes.map((node) => ({
      name: node.task.name,
      state: node.state,
      parameters: comparable(withoutWorkspace(node.task.parameters, workspace)),
      result: comparable(withoutWorkspace(node.result ?? null, workspace)),
      readwrite: withoutWorkspace(node.task.state.readwrite, workspace),
      readonly: withoutWorkspace(node.task.state.readonly, workspace),
    })),
    edges: nodes
      .flatMap((node) => node.predecessors.map((other) => [other.task.name, node.task.name]))
      .sort(),
    unapplied: workflow?.rules.map((rule) => rule.name) ?? [],
    files: answer.files.map(comparableFile),
  };
}

function describeExpected(expected: ExpectedAnswer): unknown {
  return {
    status: expected.status,
    error: expected.error && { ...expected.error, text: firstPart(expected.error.text) },
    nodes: expected.nodes.map((node) => ({
      ...node,
      parameters: comparable(node.parameters),
      result: comparable(node.result),
    })),
    edges: (expected.edges ?? []).toSorted(),
    unapplied: expected.unapplied ?? [],
    files: expected.files.toSorted().map(comparableFile),
  };
}

/** A message of jsonschema ends where its dump of schema and instance begins. */
function firstPart(text: string): string {
  return (text.split('\n\nFailed validating')[0] ?? '').slice(0, 300);
}

/** Numbers as they are spelled; files that a pattern found have no order of their own. */
function comparable(value: Json): unknown {
  return JSON.stringify(sortKeys(value), (_key, part: unknown) =>
    Array.isArray(part) && part.every((item) => typeof item === 'string' && item.startsWith('$WS'))
      ? part.toSorted()
      : part,
  );
}

/** The one answer that was cut short in the middle of a path, and lists found files. */
function comparableFile([file, content]: readonly [string, string]): readonly [string, string] {
  if (!content.includes('nofile')) return [file, content];
  const whole = content.replace('<current directory of the run>', '$WS/init/');
  return [file, whole.trim().split(' ').sort().join(' ')];
}
