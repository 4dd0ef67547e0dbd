/** Facts about a workflow beside its shape: the state of its stages, and findings of lint. */
import type { Finding } from '../../base/error.ts';
import { allStages, type Stage, type Workflow } from '../../languages/workflow/workflow.ts';

export type StageStatus = 'waiting' | 'running' | 'finished' | 'failed' | 'stopped';

export interface StageProgress {
  /** `unclear`: jobs of several stages have the same name, and they did not all end in the same way. */
  readonly status: StageStatus | 'unclear';
  /** Jobs seen, by how they are; empty when nobody can tell them from those of another stage. */
  readonly jobs: Readonly<Partial<Record<StageStatus, number>>>;
  /** From the start of the first job to the end of the last. */
  readonly milliseconds?: number;
}

/** Both by the id of the stage. */
export interface Annotations {
  readonly statuses?: ReadonlyMap<string, StageProgress>;
  readonly findings?: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Ties findings to the innermost stages that are written where they point. A step that several stages
 * share marks all of them; what points at no stage is left out.
 */
export function findingsByStage(
  workflow: Workflow,
  findings: readonly Finding[],
): Map<string, Finding[]> {
  const stages = allStages(workflow);
  const byStage = new Map<string, Finding[]>();
  for (const finding of findings) {
    for (const stage of stages.filter((each) => isAt(each, finding))) {
      byStage.set(stage.id, [...(byStage.get(stage.id) ?? []), finding]);
    }
  }
  return byStage;
}

function isAt({ places }: Stage, { file, line }: Finding): boolean {
  if (file === undefined || line === undefined) return false;
  return places.some((place) => place.file === file && place.first <= line && line <= place.last);
}
