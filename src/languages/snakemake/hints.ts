/** Credential hints of a Snakemake workflow: `resources:` of its rules, as far as they are written out. */
import { credentialHints, type CredentialHint } from '../workflow/credential-hint.ts';
import { resourcesOf } from './resource.ts';
import type { Snakefile } from './snakefile.ts';

export function snakemakeHints(snakefiles: readonly Snakefile[]): CredentialHint[] {
  return snakefiles.flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      const { values, positionOf } = resourcesOf(rule);
      return credentialHints(values, rule.name === '' ? undefined : rule.name, positionOf);
    }),
  );
}
