/** Makes a workflow small enough to draw: sub-workflows become one stage, and what is still too much a last one. */
import {
  allStages,
  countJobs,
  isWithin,
  type Stage,
  type StageEdge,
  type Workflow,
} from '../../languages/workflow/workflow.ts';

/** @param most stages to leave, at least 2 */
export function simplifyWorkflow(workflow: Workflow, most: number): Workflow {
  let simple = workflow;
  for (let depth = depthOf(workflow); depth > 1 && allStages(simple).length > most; depth -= 1) {
    simple = { ...simple, stages: fold(simple.stages, depth - 1) };
  }
  if (simple.stages.length > most) simple = { ...simple, stages: cutShort(simple.stages, most) };
  return simple === workflow ? workflow : { ...simple, edges: lift(workflow, simple) };
}

function depthOf({ stages }: Pick<Workflow, 'stages'>): number {
  return stages.reduce((deepest, stage) => Math.max(deepest, 1 + depthOf(stage)), 0);
}

/** Sub-workflows at `depth`, counted from 1, keep their count of jobs and lose their stages. */
function fold(stages: readonly Stage[], depth: number): Stage[] {
  return stages.map((stage) => {
    if (stage.stages.length === 0) return stage;
    if (depth > 1) return { ...stage, stages: fold(stage.stages, depth - 1) };
    const note = `${allStages(stage).length} stages inside`;
    return { ...stage, stages: [], notes: [...stage.notes, note] };
  });
}

const restId = '~rest';

function cutShort(stages: readonly Stage[], most: number): Stage[] {
  const rest = stages.slice(most - 1);
  const last: Stage = {
    id: restId,
    name: `… ${rest.length} more stages`,
    kind: 'step',
    jobs: countJobs(rest),
    needs: { credentials: [] },
    notes: [],
    parameters: [],
    stages: [],
    places: [],
  };
  return [...stages.slice(0, most - 1), last];
}

/** Edges end at what now stands for their stage; those of one kind between the same two become one. */
function lift(workflow: Workflow, simple: Workflow): StageEdge[] {
  const left = new Set(allStages(simple).map(({ id }) => id));
  const edges = new Map<string, StageEdge>();
  for (const edge of workflow.edges) {
    const [from, to] = [standIn(edge.from, left), standIn(edge.to, left)];
    if (isWithin(from, to) || isWithin(to, from)) continue;
    const key = JSON.stringify([from, to, edge.kind]);
    const known = edges.get(key);
    const flows = [...(known?.flows ?? []), ...edge.flows];
    const enforced = edge.enforced || known?.enforced === true;
    edges.set(key, { ...edge, from, to, flows, enforced });
  }
  return Array.from(edges.values());
}

function standIn(id: string, left: ReadonlySet<string>): string {
  for (let outer = id; outer !== ''; outer = outer.slice(0, Math.max(outer.lastIndexOf('/'), 0))) {
    if (left.has(outer)) return outer;
  }
  return restId;
}
