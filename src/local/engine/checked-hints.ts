/** A step's hints as REANA's job controller takes them, or refuses the job over them. */
import { ReanaCiError } from '../../base/error.ts';
import { ExactNumber, type Json, type JsonObject } from '../../base/json.ts';
import { pythonStr } from '../../languages/python/value.ts';
import { htcondorFormats, isCpuAmount, memoryBytes } from '../../lint/kit/hint.ts';
import type { JobHints } from '../executor/executor.ts';
import { type HintReader, readsHint } from '../../lint/kit/hint-reader.ts';
import { jobHints } from './program/hints.ts';

/** Smallest user id that a cluster lets jobs run under, unless its administrator says otherwise. */
const smallestUid = 100;

/**
 * Reads hints. What REANA or this engine of it does not know is ignored, as REANA does.
 *
 * @throws ReanaCiError `specification` for an amount of memory or CPU, a user id or a time that REANA refuses
 */
export function checkedHints(written: JsonObject, reader: HintReader): JobHints {
  const hints: JsonObject = Object.fromEntries(
    Object.entries(written).filter(([name]) => readsHint(reader, name)),
  );
  const memory = hints.kubernetes_memory_limit ?? null;
  if (memory !== null && memoryBytes(textOf(memory)) === undefined) {
    throw refused('kubernetes_memory_limit', memory, 'has wrong format');
  }
  for (const name of ['kubernetes_cpu_request', 'kubernetes_cpu_limit']) {
    const cpu = hints[name] ?? null;
    if (cpu !== null && !isCpuAmount(textOf(cpu))) throw refused(name, cpu, 'has wrong format');
  }
  const runtime = hints.htcondor_max_runtime ?? null;
  if (runtime !== null && !htcondorFormats.get('htcondor_max_runtime')?.test(textOf(runtime))) {
    throw refused('htcondor_max_runtime', runtime, 'is neither seconds nor a job flavour');
  }
  const uid = hints.kubernetes_uid ?? null;
  if (uid !== null && !(Number.isInteger(Number(uid)) && Number(uid) >= smallestUid)) {
    throw refused('kubernetes_uid', uid, `has to be a number from ${smallestUid} up`);
  }
  const timeout = hints.kubernetes_job_timeout ?? null;
  if (timeout !== null && !(Number.isInteger(Number(timeout)) && Number(timeout) > 0)) {
    throw refused('kubernetes_job_timeout', timeout, 'has to be a number of seconds');
  }
  return jobHints(hints);
}

/** Such a hint must be text; a bare number never is one. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

function refused(key: string, value: Json, problem: string): ReanaCiError {
  const unquoted = typeof value === 'number' || value instanceof ExactNumber;
  return new ReanaCiError(
    'specification',
    `The job is refused: the "${key}" provided ${pythonStr(value)} ${problem}`,
    unquoted && key === 'kubernetes_memory_limit' ? { hint: 'Put the limit in quotes.' } : {},
  );
}
