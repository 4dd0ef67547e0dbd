/** Workflows for tests of pictures, from as little as they need. */
import type { Stage, StageEdge, Workflow } from '../../../src/spec/workflow/workflow.ts';

export function stage(id: string, more: Partial<Stage> = {}): Stage {
  return {
    id,
    name: id.replace(/^.*\//, ''),
    kind: 'step',
    jobs: 1,
    needs: { credentials: [] },
    notes: [],
    parameters: [],
    stages: [],
    places: [],
    ...more,
  };
}

export function data(from: string, to: string, output = 'out', parameter = 'in'): StageEdge {
  return { from, to, kind: 'data', enforced: true, flows: [{ output, parameter }] };
}

export function workflow(stages: readonly Stage[], edges: readonly StageEdge[] = []): Workflow {
  return { language: 'yadage', file: 'workflow.yaml', stages, edges };
}

/** A chain of `length` stages `s0`, `s1`, … */
export function chain(length: number): Workflow {
  const ids = Array.from({ length }, (_, index) => `s${index}`);
  return workflow(
    ids.map((id) => stage(id)),
    ids.slice(1).map((id, index) => data(`s${index}`, id)),
  );
}

/** Names that try to get out of every format. */
export const hostile = '</text><script>alert(1)</script>"]; end %% `x` \\" \u0000 {{y}} #35; & \'';
