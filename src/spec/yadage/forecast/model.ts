/** What is known while looking ahead at a workflow. */
import type { Finding } from '../../../base/error.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { NodePath, Position } from '../../source-document.ts';
import type { Rule, StepNode, WorkflowState } from '../semantics/model.ts';
import type { YadageStage, YadageWorkflow } from '../workflow.ts';

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
  readonly state: WorkflowState;
  readonly mistakes: Mistake[];
  /** Where each stage was written, by the id of its rule. */
  readonly paths: Map<string, NodePath>;
  /** Where the task of each step was written, and its scheduler. */
  readonly tasks: Map<string, StepPlace>;
  /** `/sub/0/inner` of stages of which only the run can tell how many steps they make. */
  readonly open: Set<string>;
  /** Dependencies that were found wrong, and count as fulfilled from then on: rule and index. */
  readonly excused: Set<string>;
  /** Results that are there only when the step has run. */
  readonly later: Map<StepNode, StepNode['actual']>;
  /** Whether steps have run by now, so that the order of things is not sure any more. */
  hasRun: boolean;
}

export interface StepPlace {
  readonly rule: Rule;
  /** Of the step; the parameters of the run have none. */
  readonly path?: NodePath;
  /** Whether the step is one of several cases. */
  readonly maybe: boolean;
}

/** Remembers where the stages behind `rules` were written. */
export function notePaths(
  { paths, mistakes, workflow }: Forecast,
  rules: readonly Rule[],
  stages: readonly YadageStage[],
  path: NodePath,
): void {
  const remaining = [...rules];
  for (const [index, { name, dependencies }] of stages.entries()) {
    if (dependencies?.expressions === undefined) {
      mistakes.push({
        rule: 'yadage-dependency',
        message: `stage ${name} has no ${dependencies === undefined ? 'dependencies, and stands behind a $ref' : 'expressions in its dependencies'}: the engine stops`,
        hint: 'Write dependencies: [] into the stage.',
        ...workflow.position([...path, index]),
      });
    }
    if (dependencies !== undefined) {
      const rule = remaining.shift();
      if (rule !== undefined) paths.set(rule.id, [...path, index]);
    }
  }
}

/** The stages that the engine can take. */
export function usableStages(stages: readonly YadageStage[]): YadageStage[] {
  return stages.filter((stage) => stage.dependencies !== undefined);
}
