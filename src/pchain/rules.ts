/** What a check of a chain can find, and who would punish it: PanDA's reader, or the worker node hours later. */

/** Each rule is described in docs/pchain.md. */
export const chainRules = {
  'chain-structure': 'reader',
  'unknown-workflow': 'reader',
  'missing-key': 'reader',
  'unknown-key': 'reader',
  'no-value': 'reader',
  'wrong-type': 'reader',
  'dataset-placeholder': 'reader',
  condition: 'reader',
  circle: 'reader',
  arguments: 'reader',
  'output-name': 'reader',
  'name-length': 'reader',
  'dataset-list': 'worker node',
  'type-of-list': 'worker node',
  'literal-in': 'worker node',
  'unfilled-placeholder': 'worker node',
  'no-secrets': 'worker node',
  'no-image': 'worker node',
  'container-mode': 'worker node',
  'image-name': 'worker node',
  'image-tag': 'worker node',
  'secret-in-exec': 'worker node',
  'no-outputs': 'worker node',
  'other-outputs': 'worker node',
  'automatic-retry': 'worker node',
} as const satisfies Readonly<Record<string, 'reader' | 'worker node'>>;

export type ChainRuleId = keyof typeof chainRules;
