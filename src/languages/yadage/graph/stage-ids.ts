/** The ids of stages in the model, found by where they are written: the copies of a sub-workflow share theirs. */
import type { NodePath } from '../../../document/source-document.ts';
import type { YadageStage } from '../read/workflow.ts';
import { stageId } from '../../workflow/workflow.ts';

export type StageIds = ReadonlyMap<string, string>;

/** @returns by the path of each stage, as {@link pathKey} writes it */
export function nameStages(stages: readonly YadageStage[]): StageIds {
  const ids = new Map<string, string>();
  addIds(ids, stages, ['stages'], '');
  return ids;
}

/** The id of the stage at `path`, or of the innermost one around it that the model shows. */
export function idAt(ids: StageIds, path: NodePath): string {
  for (let length = path.length; length > 0; length -= 1) {
    const id = ids.get(pathKey(path.slice(0, length)));
    if (id !== undefined) return id;
  }
  return '';
}

/** Where the stages are written that the one at `path` has as its sub-workflow. */
export function innerPath(path: NodePath): NodePath {
  return [...path, 'scheduler', 'workflow', 'stages'];
}

export function pathKey(path: NodePath): string {
  return path.join('/');
}

function addIds(
  ids: Map<string, string>,
  stages: readonly YadageStage[],
  path: NodePath,
  outer: string,
): void {
  const uses = new Map<string, number>();
  for (const [index, { name, scheduler }] of stages.entries()) {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    const place = [...path, index];
    const id = use === 1 ? stageId(outer, name) : `${stageId(outer, name)} (${use})`;
    ids.set(pathKey(place), id);
    addIds(ids, scheduler.workflow?.stages ?? [], innerPath(place), id);
  }
}
