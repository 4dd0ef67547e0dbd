import { describe, expect, it } from 'vitest';
import { workflowToJson } from '../../../src/results/graph/json.ts';
import { readWorkflowJson, workflowFromJson } from '../../../src/results/graph/read-json.ts';
import { loadSpecification } from '../../../src/specification/load.ts';
import { loadWorkflow } from '../../../src/languages/load-workflow.ts';
import { data, stage, workflow } from './workflow.ts';

const made = workflow(
  [
    stage('init', { kind: 'inputs', parameters: ['mass'] }),
    stage('scan', {
      kind: 'workflow',
      jobs: undefined,
      copies: undefined,
      stages: [
        stage('scan/fit', {
          jobs: undefined,
          notes: ['one of 3 cases'],
          needs: { image: 'root:6', memory: '4Gi', credentials: ['kerberos'] },
          places: [{ file: 'steps.yml', first: 3, last: 9 }],
        }),
      ],
    }),
  ],
  [data('init', 'scan/fit')],
);

function afterTravel(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('a workflow as JSON', () => {
  it('is the same workflow when it is read', () => {
    const read = readWorkflowJson(afterTravel(workflowToJson(made)))!;
    expect(workflowFromJson(read)).toEqual(made);
  });

  it.each([
    ['examples/hello-serial', 'reana.yaml'],
    ['examples/counting-limit', 'reana-template.yaml'],
  ])('is the same for %s', async (folder, file) => {
    const loaded = await loadWorkflow(await loadSpecification(folder, file));
    const read = readWorkflowJson(afterTravel(workflowToJson(loaded)))!;
    expect(workflowFromJson(read)).toEqual(loaded);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['another version', { ...workflowToJson(made), version: 2 }],
    ['a stage that is none', { ...workflowToJson(made), stages: [{ id: 'a' }] }],
  ])('is not read from %s', (_what, value) => {
    expect(readWorkflowJson(value)).toBeUndefined();
  });
});
