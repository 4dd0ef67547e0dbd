/** The model of a serial workflow: a chain of steps, each command a job of its own. */
import { writtenSteps } from './written-step.ts';
import type { Specification } from '../../specification/specification.ts';
import { createEdgeSet } from '../workflow/edges.ts';
import { linesOf } from '../workflow/lines.ts';
import { readNeeds } from '../workflow/needs.ts';
import { stageId, type Stage, type Workflow } from '../workflow/workflow.ts';

/** Draws steps as they are written; parameters need not be there. */
export function serialModel(specification: Specification): Workflow {
  const used = new Map<string, number>();
  const stages = writtenSteps(specification).map(({ index, data: step, path }): Stage => {
    const name =
      typeof step.name === 'string' && step.name !== '' ? step.name : `step ${index + 1}`;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const image = typeof step.environment === 'string' ? step.environment : undefined;
    return {
      id: stageId('', count === 1 ? name : `${name} (${count})`),
      name,
      kind: 'step',
      jobs: Array.isArray(step.commands) ? step.commands.length : 0,
      needs: readNeeds(image, step),
      notes: [],
      parameters: [],
      stages: [],
      places: linesOf(specification.document, path, step),
    };
  });
  const edges = createEdgeSet();
  for (const [index, stage] of stages.entries()) {
    const before = stages[index - 1];
    if (before !== undefined) edges.add(before.id, stage.id, 'sequence', true);
  }
  return { language: 'serial', file: specification.file, stages, edges: edges.list() };
}
