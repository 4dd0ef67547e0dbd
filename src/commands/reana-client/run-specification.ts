/** The specification that a run was made from, as far as its inputs and parameters go. */
import { isJsonObject } from '../../base/json.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { parseSpecification } from '../../specification/parse.ts';
import type { Specification } from '../../specification/specification.ts';

/**
 * Asks the server, since the file that `create -f` took is not known any more.
 *
 * @param root absolute folder of the analysis
 * @throws ReanaCiError what the server refuses
 */
export async function runSpecification(
  client: ReanaClient,
  id: string,
  root: string,
  signal: AbortSignal,
): Promise<Specification> {
  const { specification } = await client.specification(id, signal);
  const { workflow } = specification;
  if (!isJsonObject(workflow) || typeof workflow.file !== 'string') {
    return parseSpecification(root, 'reana.yaml', JSON.stringify(specification));
  }
  // The server has the workflow resolved; here its own files count.
  const { specification: _resolved, ...declared } = workflow;
  const text = JSON.stringify({ ...specification, workflow: declared });
  return parseSpecification(root, 'reana.yaml', text);
}
