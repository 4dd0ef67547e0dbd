/** From a specification to the model of its workflow. */
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import type { JsonObject } from '../base/json.ts';
import { readCwlWorkflow } from './cwl/workflow.ts';
import { declaredParameters } from '../specification/parameters.ts';
import { readSnakefiles } from './snakemake/read.ts';
import type { Specification } from '../specification/specification.ts';
import { createTolerantReader } from '../document/tolerant-document.ts';
import { forecastSpecification } from './yadage/forecast/specification.ts';
import { loadYadageWorkflow, YadageLoadError } from './yadage/read/load.ts';
import { cwlModel } from './cwl/graph/model.ts';
import { unfoldCwl } from './cwl/graph/process.ts';
import { serialModel } from './serial/model.ts';
import { snakemakeModel } from './snakemake/graph/model.ts';
import type { Workflow } from './workflow/workflow.ts';
import { yadageModel } from './yadage/graph/model.ts';

/**
 * Reads the workflow of a specification. Neither cwltool nor snakemake is needed.
 *
 * @throws ReanaCiError `specification` when the workflow's files cannot be read or make no workflow
 */
export async function loadWorkflow(specification: Specification): Promise<Workflow> {
  const { language, workflowFile } = specification;
  if (language === 'serial') return serialModel(specification);
  if (language === 'yadage') return loadYadage(specification);
  if (workflowFile === undefined) throw withoutFile(specification);
  const reader = createTolerantReader(specification.root);
  const parameters = await parametersOf(specification);
  if (language === 'snakemake') {
    const read = await readSnakefiles(specification, reader);
    if (read.snakefiles.length === 0) throw unreadable(workflowFile);
    return snakemakeModel(workflowFile, read, parameters);
  }
  const process = unfoldCwl(await readCwlWorkflow(specification, reader));
  if (process === undefined) throw unreadable(workflowFile);
  return cwlModel(workflowFile, process, parameters);
}

async function loadYadage(specification: Specification): Promise<Workflow> {
  const { root, workflowFile } = specification;
  if (workflowFile === undefined) throw withoutFile(specification);
  try {
    const workflow = await loadYadageWorkflow({ toplevel: root, workflow: workflowFile });
    const reader = createTolerantReader(root);
    return yadageModel(workflowFile, await forecastSpecification(specification, workflow, reader));
  } catch (error) {
    if (!(error instanceof YadageLoadError)) throw error;
    throw new ReanaCiError('specification', `${workflowFile} cannot be loaded.`, {
      findings: error.findings,
    });
  }
}

/** A missing parameter file is for lint to tell; a picture can do without. */
async function parametersOf(specification: Specification): Promise<JsonObject> {
  try {
    return await declaredParameters(specification);
  } catch (error) {
    if (isReanaCiError(error)) return {};
    throw error;
  }
}

function withoutFile({ file, language }: Specification): ReanaCiError {
  return new ReanaCiError('specification', `${file} names no workflow file.`, {
    hint: `A ${language} workflow stands in a file of its own: workflow.file.`,
  });
}

function unreadable(file: string): ReanaCiError {
  return new ReanaCiError('specification', `${file} cannot be read as a workflow.`, {
    hint: 'Check that it exists and is valid; paths are relative to the folder of the analysis.',
  });
}
