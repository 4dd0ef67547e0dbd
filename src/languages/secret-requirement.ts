/** Which secrets the steps of a workflow cannot do without. */
import { isJsonObject } from '../base/json.ts';
import { cwlHints } from './cwl/hints.ts';
import { readCwlWorkflow } from './cwl/workflow.ts';
import { credentialHints } from './workflow/credential-hint.ts';
import type { Credential, CredentialHint } from './workflow/credential-hint.ts';
import { snakemakeHints } from './snakemake/hints.ts';
import { readSnakefiles } from './snakemake/read.ts';
import { serialHints } from './serial/hints.ts';
import type { Position } from '../document/source-document.ts';
import type { Specification } from '../specification/specification.ts';
import { createTolerantReader } from '../document/tolerant-document.ts';
import { yadageHints } from './yadage/hints.ts';

/** A secret by its name on the server. */
export interface RequiredSecret {
  readonly name: string;
  readonly type: 'env' | 'file';
}

export interface SecretRequirement {
  /** Who needs it: `voms_proxy of step rucio_download`. */
  readonly reason: string;
  readonly position?: Position;
  /** Alternatives: every secret of at least one of these lists has to be there. */
  readonly anyOf: readonly (readonly RequiredSecret[])[];
}

const environment = (name: string): RequiredSecret => ({ name, type: 'env' });
const file = (name: string): RequiredSecret => ({ name, type: 'file' });

/** A proxy made before and uploaded (its file's name is what VOMSPROXY_FILE holds), or a certificate. */
const vomsProxy = [
  [environment('VONAME'), environment('VOMSPROXY_FILE')],
  [environment('VONAME'), environment('VOMSPROXY_PASS'), file('usercert.pem'), file('userkey.pem')],
];

const secretsFor: Readonly<Record<Credential, SecretRequirement['anyOf']>> = {
  voms_proxy: vomsProxy,
  rucio: vomsProxy.map((secrets) => [...secrets, environment('RUCIO_USERNAME')]),
  kerberos: [[environment('CERN_USER'), environment('CERN_KEYTAB')]],
};

/**
 * Reads the hints of all steps, in whichever files they stand. Files that are missing or broken are passed
 * over: to find that is not the matter here.
 *
 * The files that `VOMSPROXY_FILE` and `CERN_KEYTAB` name are needed as well, but servers give no secret's
 * value back, so that their names cannot be known here.
 */
export async function requiredSecrets(specification: Specification): Promise<SecretRequirement[]> {
  const hints = [...workflowHints(specification), ...(await stepHints(specification))];
  return hints.map(({ credential, text, step, position }) => ({
    reason: `${text} of ${step === undefined ? 'the workflow' : `step ${step}`}`,
    ...(position === undefined ? {} : { position }),
    anyOf: secretsFor[credential],
  }));
}

function workflowHints({ data, document }: Specification): CredentialHint[] {
  const resources = isJsonObject(data.workflow) ? data.workflow.resources : undefined;
  return credentialHints(resources, undefined, (key) =>
    document.position(['workflow', 'resources', key]),
  );
}

async function stepHints(specification: Specification): Promise<CredentialHint[]> {
  const { root, language, workflowFile } = specification;
  const reader = createTolerantReader(root);
  switch (language) {
    case 'serial':
      return serialHints(specification);
    case 'yadage':
      return yadageHints(reader, workflowFile ?? '');
    case 'cwl':
      return cwlHints(await readCwlWorkflow(specification, reader));
    case 'snakemake': {
      const { snakefiles } = await readSnakefiles(specification, reader);
      return snakemakeHints(snakefiles);
    }
  }
}
