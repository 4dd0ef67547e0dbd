/** Workflows for tests of pictures, from as little as they need. */
import { seededRandom } from '../../lint/mutations.ts';
import type { Stage, StageEdge, Workflow } from '../../../src/languages/workflow/workflow.ts';

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

/** Stages `s0`, `s1`, … and arrows between any two of them, always the same ones. */
export function thicket(length: number, arrows: number): Workflow {
  const random = seededRandom(length + arrows);
  const pick = (): number => Math.floor(random() * length);
  const pairs = Array.from({ length: arrows }, () => [pick(), pick()].sort((a, b) => a - b));
  const edges = new Map(
    pairs
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => [`${from} ${to}`, data(`s${from}`, `s${to}`)]),
  );
  return workflow(chain(length).stages, Array.from(edges.values()));
}

/** Names that try to get out of every format. */
export const hostile = '</text><script>alert(1)</script>"]; end %% `x` \\" \u0000 {{y}} #35; & \'';
