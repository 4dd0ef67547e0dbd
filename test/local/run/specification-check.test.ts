import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { inputPathProblems } from '../../../src/local/run/input-path-check.ts';
import { specificationProblems } from '../../../src/local/run/specification-check.ts';

const steps = [{ name: 'fit', commands: ['true'], environment: 'python:3.12' }];
const workflow = { type: 'serial', specification: { steps } };

describe('the check of a specification', () => {
  it.each<[string, JsonObject]>([
    ['serial steps', { workflow }],
    ['keys it does not know', { workflow, more: 1 }],
    ['a yadage file', { workflow: { type: 'yadage', file: 'a.yml', specification: null } }],
    ['a packed CWL workflow', { workflow: { type: 'cwl', specification: { $graph: [] } } }],
  ])('accepts %s', (_what, specification) => {
    expect(specificationProblems(specification)).toEqual([]);
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
      { workflow: { type: 'serial', specification: { steps: [{ commands: [] }] } } },
    ],
  ])('finds %s', (_what, path, specification) => {
    expect(specificationProblems(specification).map((problem) => problem.path)).toEqual([path]);
  });

  it('finds all mistakes at once', () => {
    const specification = { workflow, version: 1, inputs: { files: 1, parameters: [] } };
    expect(specificationProblems(specification)).toHaveLength(3);
  });
});

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
