/** Thousands of random format strings, templates and paths: Python and we have to agree on each. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseJson, type Json, type JsonObject } from '../../src/base/json.ts';
import { PythonError } from '../../src/languages/python/error.ts';
import { pythonFormat } from '../../src/languages/python/format.ts';
import { substituteTemplate } from '../../src/languages/python/template.ts';
import { findByPath } from '../../src/languages/yadage/jsonpath/jsonpath.ts';
import { requirePeer } from './peers.ts';

type Case = readonly [string, readonly [string, Json]];
interface Answers {
  readonly values: JsonObject;
  readonly steps: JsonObject;
  readonly formats: readonly Case[];
  readonly templates: readonly Case[];
  readonly paths: readonly Case[];
}

let answers: Answers;

beforeAll(async () => {
  const python = path.join(await requirePeer('yadage'), 'python');
  const folder = await mkdtemp(path.join(tmpdir(), 'python-answers-'));
  try {
    const script = path.join(import.meta.dirname, 'yadage/python_answers.py');
    const file = path.join(folder, 'answers.json');
    await promisify(execFile)(python, [script, file]);
    answers = parseJson(await readFile(file, 'utf8')) as unknown as Answers;
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe('Python and we agree on', () => {
  it('str.format', () => {
    const named = answers.values;
    expect(differences(answers.formats, (text) => pythonFormat(text, { named }))).toEqual([]);
  });

  it('string.Template', () => {
    const ours = (text: string): string => substituteTemplate(text, answers.values);
    expect(differences(answers.templates, ours)).toEqual([]);
  });

  it('paths of jsonpath_rw', () => {
    const ours = (text: string): Json => findByPath(text, answers.steps) as Json;
    expect(differences(answers.paths, ours)).toEqual([]);
  });
});

/** The cases that come out differently; those that Python refuses as well as those that it takes. */
function differences(cases: readonly Case[], ours: (text: string) => Json): unknown[] {
  expect(cases.filter(([, [kind]]) => kind === 'ok').length).toBeGreaterThan(100);
  expect(cases.filter(([, [kind]]) => kind !== 'ok').length).toBeGreaterThan(100);
  return cases.flatMap(([text, expected]) => {
    const got = outcome(() => ours(text));
    return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ text, expected, got }];
  });
}

function outcome(call: () => Json): readonly [string, Json] {
  try {
    return ['ok', call()];
  } catch (error) {
    if (error instanceof PythonError) return [error.type, error.text];
    throw error;
  }
}
