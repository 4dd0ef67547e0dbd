/** The model of a workflow whose files are given, and short forms of it to compare with. */
import { loadSpecification } from '../../src/specification/load.ts';
import { loadWorkflow } from '../../src/languages/load-workflow.ts';
import { allStages, type Workflow } from '../../src/languages/workflow/workflow.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export async function modelOf(files: Readonly<Record<string, string>>): Promise<Workflow> {
  return loadWorkflow(await loadSpecification(await temporaryFolder(files), 'reana.yaml'));
}

/** `read 4`, `read ?` when only the run can tell. */
export function jobsOf(workflow: Workflow): string[] {
  return allStages(workflow).map(({ id, jobs }) => `${id} ${jobs ?? '?'}`);
}

/** `a -> b: output>parameter`, `a ..> b` without data, with `!` where the order is not enforced. */
export function edgesOf(workflow: Workflow): string[] {
  return workflow.edges.map(({ from, to, kind, enforced, flows }) => {
    if (kind !== 'data')
      return `${from} ${kind === 'order' ? '..>' : '=>'} ${to}${enforced ? '' : ' !'}`;
    return `${from} -> ${to}: ${flows.map((flow) => `${flow.output}>${flow.parameter}`).join(' ')}`;
  });
}
