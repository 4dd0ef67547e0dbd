/** REANA's hints of a CWL tool or a Snakemake rule, as the executor wants them. */
import type { Json, JsonObject } from '../../../base/json.ts';
import type { JobHints } from '../../executor/executor.ts';

const powers: Record<string, number> = { K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };

/** Takes over what is understood and of the right type; REANA's own engines drop the rest as well. */
export function jobHints(hints: JsonObject): JobHints {
  const memoryLimit = bytesOf(hints.kubernetes_memory_limit);
  const uid = wholeNumber(hints.kubernetes_uid);
  const timeout = wholeNumber(hints.kubernetes_job_timeout);
  return {
    ...(memoryLimit !== undefined && { memoryLimit }),
    ...(uid !== undefined && { kubernetesUid: uid }),
    ...(timeout !== undefined && { timeout }),
    ...(typeof hints.compute_backend === 'string' && { computeBackend: hints.compute_backend }),
    ...(typeof hints.voms_proxy === 'boolean' && { vomsProxy: hints.voms_proxy }),
    ...(typeof hints.rucio === 'boolean' && { rucio: hints.rucio }),
    ...(typeof hints.kerberos === 'boolean' && { kerberos: hints.kerberos }),
  };
}

/** Bytes of a Kubernetes quantity: `8192`, `500M`, `1.5Gi`. */
function bytesOf(value: Json | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([KMGTPE])?(i)?$/.exec(typeof value === 'string' ? value : '');
  if (match === null) return undefined;
  const [, number, unit, binary] = match;
  const power = unit === undefined ? 0 : (powers[unit] ?? 0);
  return Math.floor(Number(number) * (binary === undefined ? 1000 : 1024) ** power);
}

function wholeNumber(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
