/** The steps of a serial workflow as they are written, whatever else is wrong with them. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { NodePath } from '../../document/source-document.ts';
import type { Specification } from '../../specification/specification.ts';

export interface WrittenStep {
  /** Counted from 0, with what is no step. */
  readonly index: number;
  readonly data: JsonObject;
  /** In the specification. */
  readonly path: NodePath;
}

/** Everything in `workflow.specification.steps` that is a mapping. */
export function writtenSteps({ data }: Pick<Specification, 'data'>): WrittenStep[] {
  const inline = isJsonObject(data.workflow) ? data.workflow.specification : undefined;
  const steps = isJsonObject(inline) ? inline.steps : undefined;
  if (!Array.isArray(steps)) return [];
  return (steps as readonly Json[]).flatMap((step, index) =>
    isJsonObject(step)
      ? [{ index, data: step, path: ['workflow', 'specification', 'steps', index] }]
      : [],
  );
}
