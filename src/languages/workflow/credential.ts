/** Hints of a step for which REANA hands it credentials. */
import type { Json, JsonObject } from '../../base/json.ts';

export type Credential = 'voms_proxy' | 'rucio' | 'kerberos';

export interface CredentialHint {
  readonly credential: Credential;
  /** Name of the hint that asks for it. */
  readonly hint: string;
  /** As written: `voms_proxy`, `compute_backend htcondorcern`. */
  readonly text: string;
}

/** Compute backends that log in with Kerberos. */
const kerberosBackends = ['htcondorcern', 'slurmcern'];

/** The credentials that the hints of one step, or the resources of the workflow, ask for. */
export function credentialsOf(hints: JsonObject): CredentialHint[] {
  const found: CredentialHint[] = (['voms_proxy', 'rucio', 'kerberos'] as const)
    .filter((credential) => isTrue(hints[credential]))
    .map((credential) => ({ credential, hint: credential, text: credential }));
  const backend = hints.compute_backend;
  if (typeof backend === 'string' && kerberosBackends.includes(backend)) {
    const text = `compute_backend ${backend}`;
    found.push({ credential: 'kerberos', hint: 'compute_backend', text });
  }
  return found;
}

function isTrue(value: Json | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
