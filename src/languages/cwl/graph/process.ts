/** The processes of a CWL workflow as a tree: each of them as often as steps run it. */
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { entriesOf } from '../entry.ts';
import type { CwlProcess, CwlWorkflow } from '../workflow.ts';
import type { NodePath } from '../../../document/source-document.ts';

export interface CwlNode extends Pick<CwlProcess, 'source' | 'path' | 'data'> {
  /** Empty unless it is a workflow. */
  readonly steps: readonly CwlStep[];
}

export interface CwlStep {
  readonly name: string;
  readonly data: JsonObject;
  readonly path: NodePath;
  /** Absent when it cannot be read. */
  readonly process?: CwlNode;
}

const deepest = 20;
const mostSteps = 3000;

/** The tree below the process that the run starts with; `undefined` when there is none. */
export function unfoldCwl(workflow: CwlWorkflow): CwlNode | undefined {
  let steps = 0;
  function unfold(process: CwlProcess, depth: number): CwlNode {
    const { source, path, data } = process;
    const isWorkflow = data.class === 'Workflow' && depth < deepest;
    const entries = isWorkflow ? entriesOf(data.steps) : [];
    return {
      source,
      path,
      data,
      steps: entries.flatMap(({ id, value, path: place }): CwlStep[] => {
        steps += 1;
        if (steps > mostSteps || !isJsonObject(value)) return [];
        const run = workflow.processOf(value);
        const inner = run === undefined ? {} : { process: unfold(run, depth + 1) };
        return [{ name: id, data: value, path: [...path, 'steps', ...place], ...inner }];
      }),
    };
  }
  const [first] = workflow.processes;
  const isEmpty = first === undefined || Object.keys(first.data).length === 0;
  return isEmpty ? undefined : unfold(first, 0);
}
