/** The kinds of steps that pchain knows, and what each takes. */

export type StepKind = 'prun' | 'phpo' | 'junction' | 'reana' | 'gitlab';

export interface StepKindKeys {
  readonly known: readonly string[];
  /** Without these PanDA's reader ends with an error of its own, which names the key at best. */
  readonly required: readonly string[];
}

const payloadKeys = ['opt_inDS', 'opt_inDsType', 'opt_args', 'opt_exec', 'opt_containerImage'];

/** As PanDA's reader checks them. */
export const stepKinds: Readonly<Record<StepKind, StepKindKeys>> = {
  prun: {
    known: [...payloadKeys, 'opt_secondaryDSs', 'opt_secondaryDsTypes', 'opt_useAthenaPackages'],
    required: ['opt_exec', 'opt_args'],
  },
  junction: { known: payloadKeys, required: ['opt_exec'] },
  reana: { known: payloadKeys, required: ['opt_exec', 'opt_args'] },
  phpo: { known: ['opt_trainingDS', 'opt_trainingDsType', 'opt_args'], required: ['opt_args'] },
  gitlab: {
    known: [
      'opt_inDS',
      'opt_args',
      'opt_api',
      'opt_projectID',
      'opt_ref',
      'opt_triggerToken',
      'opt_accessToken',
      'opt_site',
      'opt_input_location',
    ],
    required: [],
  },
};

/** The kind that `run:` names; `prun.cwl` and `phpo.cwl` are old spellings. */
export function stepKindOf(run: string): StepKind | undefined {
  const name = run.slice(run.lastIndexOf('/') + 1).replace(/^(prun|phpo)\.cwl$/, '$1');
  return isStepKind(name) ? name : undefined;
}

function isStepKind(name: string): name is StepKind {
  return Object.hasOwn(stepKinds, name);
}
