/** The last step: the record on disk and the host's report, whatever has happened before. */
import path from 'node:path';
import { isReanaCiError } from '../../base/error.ts';
import { makeFolder } from '../../base/replace-file.ts';
import type { Redact } from '../../base/redact.ts';
import { type RunRecord, writeRunRecord } from '../../results/run-record.ts';
import type { Host } from '../host.ts';
import type { ResultsStore } from './results-store.ts';
import { withoutLeftovers } from './leftovers.ts';
import type { RunPlan } from '../plan/plan.ts';

export const recordFile = 'run.json';

/**
 * Writes `run.json` into the results folder and lets the host report. A problem here is a warning: it must
 * not hide how the run went.
 *
 * @param plan `undefined` when the run was not even planned
 */
export async function reportRun(
  record: RunRecord,
  error: unknown,
  plan: Pick<RunPlan, 'results' | 'specification'> | undefined,
  {
    host,
    redact,
    store,
  }: { readonly host: Host; readonly redact: Redact; readonly store?: ResultsStore },
): Promise<void> {
  try {
    host.announce({ kind: 'phase', phase: 'report' });
    const keep = store?.keepRecord ?? keepRecord;
    if (plan !== undefined) await keep(record, plan.results, redact);
    await host.report({
      record,
      ...(isReanaCiError(error) ? { error } : {}),
      ...(plan === undefined ? {} : { results: plan.results, specification: plan.specification }),
    });
  } catch (failure) {
    if (!isReanaCiError(failure)) throw failure;
    host.announce({ kind: 'warning', message: failure.message });
  }
}

/**
 * Writes `run.json` into the results folder, which then holds nothing of another run that had its record there.
 *
 * @param results absolute; made if it is not there
 * @throws ReanaCiError `local-io`
 */
export async function keepRecord(
  record: RunRecord,
  results: string,
  redact: Redact,
): Promise<void> {
  await makeFolder(results, '');
  const file = path.join(results, recordFile);
  await writeRunRecord(await withoutLeftovers(record, results, file), file, redact);
}
