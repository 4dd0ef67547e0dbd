/** Reads a workflow that was written as JSON, to be drawn where its files are not. */
import * as v from 'valibot';
import type { Stage, Workflow } from '../../languages/workflow/workflow.ts';
import type { StageJson, WorkflowJson } from './json.ts';

/** @returns `undefined` when `value` is not what `workflowToJson` makes */
export function readWorkflowJson(value: unknown): WorkflowJson | undefined {
  const result = v.safeParse(workflowSchema, value);
  return result.success ? result.output : undefined;
}

/** The workflow that `workflowToJson` was given. */
export function workflowFromJson({ language, file, stages, edges }: WorkflowJson): Workflow {
  return { language, file, stages: stages.map(stageFromJson), edges };
}

function stageFromJson({ jobs, copies, stages, ...rest }: StageJson): Stage {
  const { progress: _progress, findings: _findings, ...stage } = rest;
  return {
    ...stage,
    jobs: jobs ?? undefined,
    ...(copies === undefined ? {} : { copies: copies ?? undefined }),
    stages: stages.map(stageFromJson),
  };
}

const text = v.string();
const texts = v.array(text);
const optionalText = v.exactOptional(text);
const count = v.nullable(v.number());

const stageSchema: v.GenericSchema<unknown, StageJson> = v.object({
  id: text,
  name: text,
  kind: v.picklist(['step', 'workflow', 'inputs', 'target']),
  jobs: count,
  copies: v.exactOptional(count),
  needs: v.object({
    image: optionalText,
    memory: optionalText,
    uid: optionalText,
    backend: optionalText,
    credentials: texts,
  }),
  notes: texts,
  parameters: texts,
  stages: v.array(v.lazy(() => stageSchema)),
  places: v.array(v.object({ file: text, first: v.number(), last: v.number() })),
});

const workflowSchema = v.object({
  version: v.literal(1),
  language: v.picklist(['serial', 'yadage', 'cwl', 'snakemake']),
  file: text,
  stages: v.array(stageSchema),
  edges: v.array(
    v.object({
      from: text,
      to: text,
      kind: v.picklist(['data', 'sequence', 'order']),
      enforced: v.boolean(),
      flows: v.array(v.object({ output: text, parameter: text })),
    }),
  ),
}) satisfies v.GenericSchema<unknown, WorkflowJson>;
