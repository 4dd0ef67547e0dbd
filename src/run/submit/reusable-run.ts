/** A finished run of another job that has computed exactly what this one would. */
import { isReanaCiError } from '../../base/error.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import { expandOutputs } from '../../results/output-selection.ts';
import { readDigest } from './earlier-run.ts';
import { nameEnding } from '../plan/job-identity.ts';
import type { RunPlan } from '../plan/plan.ts';
import type { RunContext } from '../run-context.ts';

/** Candidates looked at; each takes a request or two. */
const mostCandidates = 5;

/**
 * Looks for a run whose specification, files, parameters and options were the same byte for byte, that the
 * host counts among those this job may use, and whose outputs are all still there. The latest goes first.
 *
 * @returns `undefined` when there is none, or the server does not let us look
 * @throws the signal's reason
 */
export async function findReusableRun(
  plan: Pick<RunPlan, 'identity' | 'outputs'>,
  { client, host, signal }: RunContext,
): Promise<WorkflowRun | undefined> {
  const ending = nameEnding(plan.identity);
  try {
    const found = await client.listRuns({ search: ending, status: ['finished'] }, signal);
    const candidates = found.filter(({ name }) => {
      const [plain = ''] = name.split('.');
      return plain.endsWith(ending) && host.reuse?.mayUse(plain) === true;
    });
    for (const run of candidates.slice(0, mostCandidates)) {
      const digest = await readDigest(client, run.id, signal);
      if (digest === plan.identity.digest && (await hasOutputs(run.id, plan, client, signal))) {
        return run;
      }
    }
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    host.announce({ kind: 'warning', message: `No run could be reused: ${error.message}` });
  }
  return undefined;
}

async function hasOutputs(
  id: string,
  { outputs }: Pick<RunPlan, 'outputs'>,
  client: RunContext['client'],
  signal: AbortSignal,
): Promise<boolean> {
  const { files, missing } = expandOutputs(await client.listFiles(id, undefined, signal), outputs);
  return files.length > 0 && missing.length === 0;
}
