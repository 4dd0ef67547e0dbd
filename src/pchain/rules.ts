/** What a check of a chain can find, and who would punish it: PanDA's reader, or the worker node hours later. */

export interface ChainRule {
  readonly punishedBy: 'reader' | 'worker node';
  readonly says: string;
}

export const chainRules = {
  'chain-structure': {
    punishedBy: 'reader',
    says: 'a field that CWL asks for is missing, or one is not known',
  },
  'unknown-workflow': {
    punishedBy: 'reader',
    says: '`run` is neither a kind of step nor a CWL file that is there',
  },
  'missing-key': { punishedBy: 'reader', says: '`opt_exec` or `opt_args` is missing' },
  'unknown-key': { punishedBy: 'reader', says: 'an `opt_…` that this kind of step does not take' },
  'no-value': {
    punishedBy: 'reader',
    says: 'an input has neither a default nor a source that exists',
  },
  'wrong-type': { punishedBy: 'reader', says: '`opt_exec` or `opt_args` is not a text' },
  'dataset-placeholder': {
    punishedBy: 'reader',
    says: '`%{DS0}`, `%{DSn}` beyond the inputs, `%{SECDSn}` in a step that has no secondary datasets',
  },
  'dataset-list': {
    punishedBy: 'reader',
    says: 'a list in `opt_inDS` with a workflow input in it, which loses or shifts its members',
  },
  arguments: {
    punishedBy: 'reader',
    says: '`opt_args` with an open quotation, or what `prun` does not take',
  },
  'output-name': { punishedBy: 'reader', says: '`--outputs` with a character that is refused' },
  'type-of-list': {
    punishedBy: 'worker node',
    says: '`opt_inDsType` beside a list in `opt_inDS`: each member gets one letter of it',
  },
  'literal-in': { punishedBy: 'worker node', says: '`%IN`, which stays as it is in a REANA step' },
  'unfilled-placeholder': {
    punishedBy: 'worker node',
    says: '`%{name}` that nothing fills in there',
  },
  'no-secrets': {
    punishedBy: 'worker node',
    says: '`--useSecrets` is missing: no token arrives',
  },
  'no-image': { punishedBy: 'worker node', says: 'no `opt_containerImage`: no reana-ci there' },
  'image-name': {
    punishedBy: 'worker node',
    says: 'an image in a form that is not fetched, or with a name that the pilot takes for something else',
  },
  'image-tag': { punishedBy: 'worker node', says: 'an image without a fixed tag' },
  'secret-in-exec': {
    punishedBy: 'worker node',
    says: 'a secret in `opt_exec` or `opt_args`, which the job prints into its log',
  },
  'no-outputs': {
    punishedBy: 'worker node',
    says: '`--outputs` is missing: nothing is stored for the next step',
  },
  'other-outputs': {
    punishedBy: 'worker node',
    says: '`--outputs` with a file that the command does not write',
  },
  'automatic-retry': {
    punishedBy: 'worker node',
    says: 'PanDA tries a failed job again, which makes a run each time the run itself failed',
  },
} as const satisfies Readonly<Record<string, ChainRule>>;

export type ChainRuleId = keyof typeof chainRules;
