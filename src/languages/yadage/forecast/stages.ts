/** The stages of a workflow, or of a sub-workflow, when they come up. */
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule } from '../semantics/model.ts';
import type { YadageStage } from '../read/workflow.ts';
import type { Forecast } from './model.ts';
import { addMistake } from './report.ts';

/** The engine stops at a stage without dependencies; here it gets its turn, so that its own mistakes are found. */
export function usableStages(stages: readonly YadageStage[]): YadageStage[] {
  const none = { dependency_type: 'jsonpath_ready', expressions: [] } as const;
  return stages.map((stage) =>
    stage.dependencies === undefined ? { ...stage, dependencies: none } : stage,
  );
}

/**
 * Remembers where `stages` were written, which stand at `path`.
 *
 * @param rules what the engine made of them, in the same order
 */
export function noteStages(
  forecast: Forecast,
  rules: readonly Rule[],
  stages: readonly YadageStage[],
  path: NodePath,
): void {
  for (const [index, { name, dependencies }] of stages.entries()) {
    const rule = rules[index];
    if (rule === undefined) continue;
    forecast.paths.set(rule.id, [...path, index]);
    if (dependencies?.expressions !== undefined) continue;
    addMistake(forecast, rule, {
      rule: 'yadage-dependency',
      message: `stage ${name} has no ${dependencies === undefined ? 'dependencies, and stands behind a $ref' : 'expressions in its dependencies'}: the engine stops`,
      hint: 'Write dependencies: [] into the stage.',
      ...forecast.workflow.position([...path, index]),
    });
  }
}
