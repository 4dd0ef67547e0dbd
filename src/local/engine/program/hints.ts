/** REANA's hints of a CWL tool or a Snakemake rule, as the executor wants them. */
import type { Json, JsonObject } from '../../../base/json.ts';
import { memoryBytes } from '../../../lint/kit/hint.ts';
import type { JobHints } from '../../executor/executor.ts';

/** Takes over what is understood and of the right type; REANA's own engines drop the rest as well. */
export function jobHints(hints: JsonObject): JobHints {
  const memory = hints.kubernetes_memory_limit;
  const memoryLimit = typeof memory === 'string' ? memoryBytes(memory) : undefined;
  const uid = wholeNumber(hints.kubernetes_uid);
  const timeout = wholeNumber(hints.kubernetes_job_timeout);
  return {
    ...(memoryLimit !== undefined && { memoryLimit: Math.floor(memoryLimit) }),
    ...(uid !== undefined && { kubernetesUid: uid }),
    ...(timeout !== undefined && { timeout }),
    ...(typeof hints.compute_backend === 'string' && { computeBackend: hints.compute_backend }),
    ...(typeof hints.voms_proxy === 'boolean' && { vomsProxy: hints.voms_proxy }),
    ...(typeof hints.rucio === 'boolean' && { rucio: hints.rucio }),
    ...(typeof hints.kerberos === 'boolean' && { kerberos: hints.kerberos }),
  };
}

function wholeNumber(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
