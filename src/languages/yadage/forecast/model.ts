/** Facts gathered while looking ahead at a workflow. */
import type { Finding } from '../../../base/error.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { NodePath, Position } from '../../../document/source-document.ts';
import type { Rule, StepNode, WorkflowState } from '../semantics/model.ts';
import type { Parameters } from '../semantics/scatter.ts';
import type { Scheduler, YadageWorkflow } from '../read/workflow.ts';

/** A mistake of the workflow, or something that only the run can tell. */
export type Mistake = Omit<Finding, 'severity'> & Partial<Pick<Finding, 'severity'>>;

export interface ForecastInput {
  readonly workflow: YadageWorkflow;
  /** What the run starts from; `undefined` when that is not known. */
  readonly parameters: JsonObject | undefined;
  /** Where the part of `parameters` at a path was written. */
  readonly parameterPosition: (path: NodePath) => Position;
}

/** What one look ahead holds. */
export interface Forecast extends ForecastInput {
  /** Nodes, their edges and scopes, as the engine would have them in the end. */
  readonly state: WorkflowState;
  readonly mistakes: Mistake[];
  /** Where each stage was written, by the id of its rule; that of a sub-workflow's `init` is its owner's. */
  readonly paths: Map<string, NodePath>;
  /** Where the task of each step was written, and its scheduler. */
  readonly tasks: Map<string, StepPlace>;
  /** By the id of its rule: the stage whose sub-workflow an `init` belongs to. */
  readonly owners: Map<string, Rule>;
  /** By the id of its rule: the parameters of a stage, before they are divided among its steps. */
  readonly given: Map<string, Parameters>;
  /** By the id of its rule: steps or copies that a stage makes; `undefined` when only the run can tell. */
  readonly counts: Map<string, number | undefined>;
  /** Places of stages one of whose steps stands for all of them: nobody knows how many there are, or too many. */
  readonly open: Set<string>;
  /** Rules of sub-workflows that are one of several cases: perhaps they never come up. */
  readonly maybe: Set<string>;
  /** Dependencies that were found wrong, and count as fulfilled from then on. */
  readonly excused: Map<Rule, Set<number>>;
  /** Results that are there only when the step has run. */
  readonly later: Map<StepNode, StepNode['actual']>;
  /** Whether steps have run by now, so that the order of things is not sure any more. */
  hasRun: boolean;
}

/** A stage whose turn has come. */
export interface Turn {
  readonly rule: Rule;
  readonly scheduler: Scheduler;
  /** Of the scheduler. */
  readonly path: NodePath;
}

export interface StepPlace {
  readonly rule: Rule;
  /** Of the step; the parameters of the run, or of a sub-workflow, have none. */
  readonly path?: NodePath;
  /** Whether the step is one of several cases. */
  readonly maybe: boolean;
}

/** Whether it is the stage that gives a workflow, or a sub-workflow, its parameters. */
export function isInit({ scheduler }: Rule): boolean {
  return scheduler.scheduler_type === 'init-stage';
}
