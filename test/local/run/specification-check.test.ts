import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { serverGenerations } from '../../../src/specification/server-generation.ts';
import { inputPathProblems } from '../../../src/local/run/input-path-check.ts';
import {
  placeProblems,
  specificationProblems,
} from '../../../src/local/run/specification-check.ts';

const steps = [{ name: 'fit', commands: ['true'], environment: 'python:3.12' }];
const workflow = { type: 'serial', specification: { steps } };

describe('the check of a specification', () => {
  it.each<[string, JsonObject]>([
    ['serial steps', { workflow }],
    ['keys it does not know', { workflow, more: 1 }],
    ['a yadage file', { workflow: { type: 'yadage', file: 'a.yml', specification: null } }],
    ['a packed CWL workflow', { workflow: { type: 'cwl', specification: { $graph: [] } } }],
  ])('accepts %s', (_what, specification) => {
    expect(specificationProblems(specification, '0.95')).toEqual([]);
  });

  it.each<[string, string, JsonObject]>([
    ['no workflow', 'workflow.type', {}],
    ['no steps', 'workflow.specification', { workflow: { type: 'serial', file: 'a' } }],
    ['a version that is a number', 'version', { workflow, version: 0.9 }],
    ['files that are no list', 'inputs.files', { workflow, inputs: { files: 'a' } }],
    ['neither file nor specification', 'workflow', { workflow: { type: 'yadage' } }],
    [
      'no command',
      'workflow.specification.steps.0.commands',
      { workflow: { type: 'serial', specification: { steps: [{ ...steps[0], commands: [] }] } } },
    ],
  ])('finds %s', (_what, path, specification) => {
    expect(specificationProblems(specification, '0.95').map((problem) => problem.path)).toEqual([
      path,
    ]);
  });

  it('finds all mistakes at once', () => {
    const specification = { workflow, version: 1, inputs: { files: 1, parameters: [] } };
    expect(specificationProblems(specification, '0.95')).toHaveLength(3);
  });
});

describe('the generations of servers', () => {
  const files = Array.from({ length: 1001 }, (_, index) => `file-${index}`);

  it.each<[string, JsonObject]>([
    ['1001 inputs', { workflow, inputs: { files } }],
    ['a hint of the wrong type', withStep({ kubernetes_uid: '500' })],
    ['resources that need more', { workflow: { ...workflow, resources: { dask: {} } } }],
    ['parameters without a file', { workflow: { ...workflow, parameters: {} } }],
  ])('differ over %s', (_what, specification) => {
    expect(specificationProblems(specification, '0.9')).toEqual([]);
    expect(specificationProblems(specification, '0.95')).toHaveLength(1);
    expect(specificationProblems(specification, 'next')).toHaveLength(1);
  });

  it.each<[string, JsonObject]>([
    ['a hint of the wrong type', withStep({ kerberos: 'yes' })],
    ['a backend that there is not', withStep({ compute_backend: 'slurm' })],
    ['CVMFS twice', { workflow: { ...workflow, resources: { cvmfs: ['a.ch', 'a.ch'] } } }],
    ['a section that is a list', { workflow, inputs: [] }],
    ['no rule of retention', { workflow, workspace: { retention_days: {} } }],
    ['half a day of retention', { workflow, workspace: { retention_days: { a: 0.5 } } }],
    ['retention elsewhere', { workflow, workspace: { retention_days: { '/a': 1 } } }],
  ])('all refuse %s', (_what, specification) => {
    for (const generation of serverGenerations) {
      expect(specificationProblems(specification, generation)).toHaveLength(1);
    }
  });
});

it('a place for the workspace has to be one of the server', () => {
  const at = (root_path: string) => placeProblems({ workspace: { root_path } }, '/var/reana');
  expect(at('/var/reana/users')).toEqual([]);
  expect(at('/var/reana-2')).toHaveLength(1);
  expect(at('reana')).toHaveLength(1);
});

function withStep(hints: JsonObject): JsonObject {
  return { workflow: { type: 'serial', specification: { steps: [{ ...steps[0], ...hints }] } } };
}

describe('input paths', () => {
  it.each([
    [['a', 'b/c'], ['d'], 0],
    [['a', './a'], [], 1],
    [['d/a'], ['d/'], 1],
    [['dd/a'], ['d'], 0],
    [[], ['d', 'd/e'], 1],
    [['/a'], [], 1],
    [['a/../b'], [], 1],
    [[], ['.'], 1],
  ])('of %j and %j have %i problems', (files, directories, count) => {
    expect(inputPathProblems(files, directories)).toHaveLength(count);
  });
});
