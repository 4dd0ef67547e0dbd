/** The rules of a Snakemake workflow, as REANA's server wants them told when a run is created. */
import { isReanaCiError } from '../base/error.ts';
import type { JsonObject } from '../base/json.ts';
import type { Specification } from '../specification/specification.ts';
import { loadWorkflow } from './load-workflow.ts';
import { plainValue } from '../document/yaml-scalar.ts';
import type { Stage, Workflow } from './workflow/workflow.ts';

/**
 * What `reana-client` 0.9 asks Snakemake for, as far as the Snakefile tells it without running it. REANA's engine
 * reads the uploaded files; the server refuses a compute backend that it does not have, and a memory limit above its
 * own, and on clusters that balance their load a run of which it knows no steps comes after all others
 * (`reana_commons/validation/compute_backends.py`, `reana_server/complexity.py`).
 *
 * @returns no steps for a Snakefile that cannot be read: that is not the matter here
 */
export async function snakemakeRules(specification: Specification): Promise<JsonObject> {
  try {
    const workflow = await loadWorkflow(specification);
    const steps = workflow.stages.filter(({ kind }) => kind === 'step');
    return {
      job_dependencies: Object.fromEntries(
        workflow.stages.map((stage) => [stage.name, neededBy(stage, workflow, steps)]),
      ),
      steps: steps.map(describe),
    };
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return { job_dependencies: {}, steps: [] };
  }
}

/** Only steps: the server looks each of them up. */
function neededBy({ id }: Stage, { edges }: Workflow, steps: readonly Stage[]): string[] {
  const before = new Set(edges.filter(({ to }) => to === id).map(({ from }) => from));
  return steps.filter((step) => before.has(step.id)).map(({ name }) => name);
}

function describe({ name, needs }: Stage): JsonObject {
  const { image, backend, memory, uid } = needs;
  return {
    name,
    environment: image ?? '',
    compute_backend: backend ?? null,
    kubernetes_memory_limit: memory ?? null,
    kubernetes_uid: uid === undefined ? null : plainValue(uid).value,
  };
}
