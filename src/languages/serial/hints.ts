/** Credential hints of the steps of a serial workflow. */
import { credentialHints, type CredentialHint } from '../workflow/credential-hint.ts';
import type { Specification } from '../../specification/specification.ts';
import { writtenSteps } from './written-step.ts';

export function serialHints(specification: Specification): CredentialHint[] {
  return writtenSteps(specification).flatMap(({ index, data, path }) => {
    const name = typeof data.name === 'string' ? data.name : String(index + 1);
    return credentialHints(data, name, (key) => specification.document.position([...path, key]));
  });
}
