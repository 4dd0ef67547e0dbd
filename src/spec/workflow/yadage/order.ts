/** Dependencies of a yadage workflow that carry no data. */
import type { YadageStage } from '../../yadage/workflow.ts';
import type { EdgeSet } from '../edges.ts';
import { stageId } from '../workflow.ts';
import { isPrepublished } from './result.ts';

/** Adds an edge for every dependency along which nothing passes; `edges` has to hold all data by then. */
export function addOrderEdges(edges: EdgeSet, stages: readonly YadageStage[], outer: string): void {
  for (const stage of stages) {
    const id = stageId(outer, stage.name);
    for (const needed of dependenciesOf(stage, stages)) {
      const from = stageId(outer, needed.name);
      if (from !== id && !edges.hasData(from, id)) {
        edges.add(from, id, 'order', !isLetThrough(needed));
      }
    }
    if (stage.scheduler.workflow !== undefined) {
      addOrderEdges(edges, stage.scheduler.workflow.stages, id);
    }
  }
}

/** The stages that the path expressions of a stage's dependencies start from. */
function dependenciesOf(
  { dependencies }: YadageStage,
  stages: readonly YadageStage[],
): YadageStage[] {
  if (dependencies?.dependency_type === 'expressions_fulfilled') return [];
  const names = (dependencies?.expressions ?? []).flatMap((expression) =>
    typeof expression === 'string' ? firstNames(expression) : [],
  );
  return stages.filter((candidate) => names.includes(candidate.name));
}

/** `a` and `b` of `a,b`, `sub` of `sub[*].inner`. */
function firstNames(expression: string): string[] {
  return expression.split(',').map((part) => part.trim().replace(/[.[].*$/s, ''));
}

/** Whether a stage that waits for `stage` is let through before the jobs of `stage` have run. */
function isLetThrough({ scheduler }: YadageStage): boolean {
  if (scheduler.workflow !== undefined) return scheduler.workflow.stages.every(isLetThrough);
  if (scheduler.step !== undefined) return isPrepublished(scheduler.step.publisher);
  return (scheduler.cases ?? []).every(({ step }) => isPrepublished(step?.publisher));
}
