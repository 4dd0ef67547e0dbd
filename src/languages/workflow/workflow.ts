/** A workflow as its stages and what passes between them: one model for the four languages. */
import { escapeStep } from '../../base/json-pointer.ts';
import type { WorkflowLanguage } from '../../specification/specification.ts';

export interface Workflow {
  readonly language: WorkflowLanguage;
  /** The file it is written in, relative to the analysis. */
  readonly file: string;
  /** In the order they are written, those of sub-workflows inside of their stage. */
  readonly stages: readonly Stage[];
  readonly edges: readonly StageEdge[];
}

/**
 * `step`: runs jobs. `workflow`: holds the stages of a sub-workflow. `inputs`: the parameters of a run.
 * `target`: names files to make, and runs nothing itself.
 */
export type StageKind = 'step' | 'workflow' | 'inputs' | 'target';

export interface Stage {
  /** Unique in the workflow: the names from the outermost stage to this one, joined with `/`. */
  readonly id: string;
  readonly name: string;
  readonly kind: StageKind;
  /** Jobs in all, those of every copy of a sub-workflow together; `undefined` when only the run can tell. */
  readonly jobs: number | undefined;
  /** How often a sub-workflow is there; `undefined` when only the run can tell. */
  readonly copies?: number | undefined;
  readonly needs: StageNeeds;
  /** What a reader should know: `one of 3 cases`, `never starts: …`. */
  readonly notes: readonly string[];
  /** For `inputs`: the parameters' names. */
  readonly parameters: readonly string[];
  /** Of a sub-workflow. */
  readonly stages: readonly Stage[];
  /** Where it is written: the lines of each file it takes up. */
  readonly places: readonly LineRange[];
}

/** What the jobs of a stage ask for; absent is what is not said. */
export interface StageNeeds {
  /** With its tag. */
  readonly image?: string;
  /** As Kubernetes writes amounts: `4Gi`. */
  readonly memory?: string;
  readonly uid?: string;
  /** Unless it is Kubernetes. */
  readonly backend?: string;
  /** `voms_proxy`, `rucio`, `kerberos`. */
  readonly credentials: readonly string[];
}

/**
 * `data`: an output of one stage is a parameter of another, which therefore waits. `sequence`: one starts when
 * the other has ended. `order`: a dependency that carries no data.
 */
export type EdgeKind = 'data' | 'sequence' | 'order';

export interface StageEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Whether `to` really waits for `from` to end: yadage lets some dependencies without data through early. */
  readonly enforced: boolean;
  /** What passes along; empty unless `data`. */
  readonly flows: readonly Flow[];
}

/** An output of one stage that is handed to another; empty where it has no name. */
export interface Flow {
  readonly output: string;
  readonly parameter: string;
}

/** Lines count from 1; both are included. */
export interface LineRange {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** The stage that stands for the parameters of a run. */
export function inputsStage(id: string, name: string, parameters: readonly string[]): Stage {
  return {
    id,
    name,
    kind: 'inputs',
    jobs: 0,
    needs: { credentials: [] },
    notes: [],
    parameters,
    stages: [],
    places: [],
  };
}

/** Every stage, an outer one before those inside. */
export function allStages(workflow: Pick<Workflow, 'stages'>): Stage[] {
  return workflow.stages.flatMap((stage) => [stage, ...allStages(stage)]);
}

/** Jobs of the whole workflow; `undefined` when only the run can tell. */
export function countJobs(stages: readonly Stage[]): number | undefined {
  return sumOf(stages.map(({ jobs }) => jobs));
}

/** The sum, or `undefined` when only the run can tell one of the counts. */
export function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  return counts.reduce(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
}

/** Whether `id` is `outer` or a stage inside of it. */
export function isWithin(id: string, outer: string): boolean {
  return id === outer || id.startsWith(`${outer}/`);
}

/** The id of a stage `name` inside of `outer`; no name can fake another stage's id. */
export function stageId(outer: string, name: string): string {
  const own = escapeStep(name);
  return outer === '' ? own : `${outer}/${own}`;
}
