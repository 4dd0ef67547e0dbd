/** Looking ahead at the workflow of a specification, with the parameters that its runs start from. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import type { Specification } from '../../../specification/specification.ts';
import type { TolerantReader } from '../../../document/tolerant-document.ts';
import type { YadageWorkflow } from '../read/workflow.ts';
import { forecastWorkflow } from './forecast.ts';
import type { Forecast } from './model.ts';

/** @param workflow the one that the specification names */
export async function forecastSpecification(
  specification: Specification,
  workflow: YadageWorkflow,
  reader: TolerantReader,
): Promise<Forecast> {
  const { document } = specification;
  return forecastWorkflow({
    workflow,
    parameters: await startParameters(specification, reader),
    parameterPosition: (path) => document.position(['inputs', 'parameters', ...path]),
  });
}

/**
 * The values of `initfiles`, overlaid with `inputs.parameters`.
 *
 * @returns `undefined` when one of the files cannot be read
 */
async function startParameters(
  { inputs }: Specification,
  reader: TolerantReader,
): Promise<JsonObject | undefined> {
  const { parameters, options } = inputs;
  const listed = options.initfiles ?? [];
  let initial: JsonObject = {};
  for (const file of Array.isArray(listed) ? (listed as readonly Json[]) : [listed]) {
    const read = typeof file === 'string' ? await reader.document(file) : undefined;
    if (read === undefined || !isJsonObject(read.data)) return undefined;
    initial = { ...initial, ...read.data };
  }
  return { ...initial, ...parameters };
}
