/** Secrets that the steps of a workflow cannot do without. */
import { isJsonObject } from '../base/json.ts';
import { readCwlWorkflow } from './cwl/workflow.ts';
import { cwlSteps } from './cwl/steps.ts';
import { credentialsOf, type Credential } from './workflow/credential.ts';
import { readSnakefiles } from './snakemake/read.ts';
import { snakemakeSteps } from './snakemake/steps.ts';
import { serialSteps } from './serial/steps.ts';
import type { Position } from '../document/source-document.ts';
import type { Specification } from '../specification/specification.ts';
import { createTolerantReader } from '../document/tolerant-document.ts';
import type { LintStep } from '../lint/kit/step.ts';
import { linkYadageWorkflow } from './yadage/read/load.ts';
import { yadageSteps } from './yadage/steps.ts';

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
 * Reads the hints of all steps, in whichever files they stand. Files that are missing or broken have none:
 * lint reports them.
 *
 * The files that `VOMSPROXY_FILE` and `CERN_KEYTAB` name are needed as well, but servers give no secret's
 * value back, so that their names cannot be known here.
 */
export async function requiredSecrets(specification: Specification): Promise<SecretRequirement[]> {
  const steps = await stepsOf(specification);
  return [...requiredByWorkflow(specification), ...steps.flatMap(requiredByStep)];
}

function requiredByWorkflow({ data, document }: Specification): SecretRequirement[] {
  const resources = isJsonObject(data.workflow) ? data.workflow.resources : undefined;
  if (!isJsonObject(resources)) return [];
  return credentialsOf(resources).map(({ credential, hint, text }) => ({
    reason: `${text} of the workflow`,
    position: document.position(['workflow', 'resources', hint]),
    anyOf: secretsFor[credential],
  }));
}

function requiredByStep(step: LintStep): SecretRequirement[] {
  const { name } = step;
  return credentialsOf(step.hints).map(({ credential, hint, text }) => ({
    reason: `${text} of ${name === undefined ? 'the workflow' : `step ${name}`}`,
    position: step.hintValuePosition(hint),
    anyOf: secretsFor[credential],
  }));
}

async function stepsOf(specification: Specification): Promise<LintStep[]> {
  const { root, language, workflowFile } = specification;
  const reader = createTolerantReader(root);
  switch (language) {
    case 'serial':
      return serialSteps(specification);
    case 'yadage': {
      const workflow = await linkYadageWorkflow({ toplevel: root, workflow: workflowFile ?? '' });
      return workflow === undefined ? [] : yadageSteps(workflow);
    }
    case 'cwl':
      return cwlSteps(await readCwlWorkflow(specification, reader));
    case 'snakemake':
      return snakemakeSteps((await readSnakefiles(specification, reader)).snakefiles);
  }
}
