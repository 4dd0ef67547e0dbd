/** Hints of a step for which REANA hands it credentials: where they stand and whose they are. */
import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import type { Position } from '../../document/source-document.ts';

export type Credential = 'voms_proxy' | 'rucio' | 'kerberos';

export interface CredentialHint {
  readonly credential: Credential;
  /** As written: `voms_proxy`, `compute_backend htcondorcern`. */
  readonly text: string;
  /** Name of the step; absent when the hint is for the whole workflow. */
  readonly step?: string;
  readonly position?: Position;
}

/** Compute backends that log in with Kerberos. */
const kerberosBackends = ['htcondorcern', 'slurmcern'];

/**
 * The hints among the resources of one step.
 *
 * @param positionOf where the value of a key stands
 */
export function credentialHints(
  resources: Json | undefined,
  step: string | undefined,
  positionOf: (key: string) => Position | undefined,
): CredentialHint[] {
  if (!isJsonObject(resources)) return [];
  const found: [string, Credential, string][] = [];
  for (const credential of ['voms_proxy', 'rucio', 'kerberos'] as const) {
    if (isTrue(resources[credential])) found.push([credential, credential, credential]);
  }
  const backend = resources.compute_backend;
  if (typeof backend === 'string' && kerberosBackends.includes(backend)) {
    found.push(['compute_backend', 'kerberos', `compute_backend ${backend}`]);
  }
  return found.map(([key, credential, text]) => {
    const position = positionOf(key);
    return {
      credential,
      text,
      ...(step === undefined ? {} : { step }),
      ...(position === undefined ? {} : { position }),
    };
  });
}

function isTrue(value: Json | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
