/** A yadage workflow with what can be foreseen of it, for its rules. */
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { YadageWorkflow } from '../yadage/workflow.ts';
import { forecastWorkflow } from '../yadage/forecast/forecast.ts';
import type { LintSubject, YadageSubject } from './subject.ts';

export async function foreseeYadage(
  subject: LintSubject,
  workflow: YadageWorkflow,
): Promise<YadageSubject> {
  const { document } = subject.specification;
  const { mistakes } = await forecastWorkflow({
    workflow,
    parameters: await startParameters(subject),
    parameterPosition: (path) => document.position(['inputs', 'parameters', ...path]),
  });
  return { ...subject, workflow, mistakes };
}

/** What the run starts from: the values of `initfiles`, overlaid with `inputs.parameters`. */
async function startParameters({
  specification,
  reader,
}: LintSubject): Promise<JsonObject | undefined> {
  const { parameters, options } = specification.inputs;
  const listed = options.initfiles ?? [];
  let initial: JsonObject = {};
  for (const file of Array.isArray(listed) ? (listed as readonly Json[]) : [listed]) {
    const read = typeof file === 'string' ? await reader.document(file) : undefined;
    if (read === undefined || !isJsonObject(read.data)) return undefined;
    initial = { ...initial, ...read.data };
  }
  return { ...initial, ...parameters };
}
