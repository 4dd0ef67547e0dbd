/** A specification as the body of the request that creates a run (REANA 0.9 and 0.95). */
import { ReanaCiError } from '../base/error.ts';
import { isJsonObject, parseJson } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { packCwl } from './cwl/pack.ts';
import type { PayloadTools } from './cwl/pack.ts';
import { declaredParameters } from '../specification/parameters.ts';
import { readText } from '../document/read-text.ts';
import type { Specification } from '../specification/specification.ts';
import { snakemakeRules } from './snakemake-rules.ts';
import { parameterFile } from '../specification/workflow-source.ts';

/**
 * Resolves `workflow.specification` the way each engine wants it: serial steps as they are written, `null`
 * for yadage (its engine reads the uploaded files), the packed workflow for CWL, and for Snakemake (whose engine
 * reads the uploaded Snakefile) what the server wants to know of its rules.
 *
 * @returns the whole specification, keys sorted, numbers spelled as in the file
 * @throws ReanaCiError `specification` when a file it needs is missing or broken; `usage` without cwltool
 */
export async function createPayload(
  specification: Specification,
  tools: PayloadTools,
): Promise<JsonObject> {
  const { data } = specification;
  const workflow = isJsonObject(data.workflow) ? data.workflow : {};
  const inputs = isJsonObject(data.inputs) ? data.inputs : {};
  const hasFile = parameterFile(specification) !== undefined;
  const payload = {
    ...data,
    ...(hasFile
      ? { inputs: { ...inputs, parameters: await declaredParameters(specification) } }
      : {}),
    workflow: { ...workflow, specification: await resolveWorkflow(specification, workflow, tools) },
  };
  return sortKeys(payload) as JsonObject;
}

async function resolveWorkflow(
  specification: Specification,
  workflow: JsonObject,
  tools: PayloadTools,
): Promise<Json> {
  const { language, root, workflowFile } = specification;
  switch (language) {
    case 'serial':
      return workflow.specification ?? (await readSerial(root, workflowFile ?? ''));
    case 'yadage':
      return null;
    case 'cwl':
      // Here with the process to run, if it names one: workflow.cwl#main.
      return packCwl(root, typeof workflow.file === 'string' ? workflow.file : '', tools);
    case 'snakemake':
      return snakemakeRules(specification);
  }
}

/** A serial workflow may stand in a file of its own, which REANA reads as JSON only. */
async function readSerial(root: string, file: string): Promise<Json> {
  const text = await readText(root, file);
  try {
    return parseJson(text);
  } catch (error) {
    throw new ReanaCiError('specification', `${file} is not JSON: ${(error as Error).message}`, {
      hint: 'Write the steps into the specification, under workflow.specification.',
    });
  }
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sortKeys);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key] ?? null)]));
}
