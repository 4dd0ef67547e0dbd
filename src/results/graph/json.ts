/** A workflow as JSON: the model itself, with how its stages went and what lint finds in them. */
import type { Finding } from '../../base/error.ts';
import type { Stage, StageEdge, Workflow } from '../../languages/workflow/workflow.ts';
import type { Annotations, StageProgress } from './annotation.ts';

export interface WorkflowJson {
  /** Of this format. */
  readonly version: 1;
  readonly language: Workflow['language'];
  readonly file: string;
  readonly stages: readonly StageJson[];
  readonly edges: readonly StageEdge[];
}

/** `jobs` and `copies` are `null` where only the run can tell. */
export interface StageJson extends Omit<Stage, 'stages' | 'jobs' | 'copies'> {
  readonly jobs: number | null;
  readonly copies?: number | null;
  readonly stages: readonly StageJson[];
  readonly progress?: StageProgress;
  readonly findings?: readonly Finding[];
}

export function workflowToJson(workflow: Workflow, annotations: Annotations = {}): WorkflowJson {
  const { language, file, stages, edges } = workflow;
  return {
    version: 1,
    language,
    file,
    stages: stages.map((stage) => stageToJson(stage, annotations)),
    edges,
  };
}

function stageToJson(stage: Stage, annotations: Annotations): StageJson {
  const { jobs, copies, stages, ...rest } = stage;
  const progress = annotations.statuses?.get(stage.id);
  const findings = annotations.findings?.get(stage.id);
  return {
    ...rest,
    jobs: jobs ?? null,
    ...(stage.kind === 'workflow' ? { copies: copies ?? null } : {}),
    stages: stages.map((inner) => stageToJson(inner, annotations)),
    ...(progress === undefined ? {} : { progress }),
    ...(findings === undefined ? {} : { findings }),
  };
}
