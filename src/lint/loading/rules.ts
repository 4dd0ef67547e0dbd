/** The rules about files that REANA cannot read, checked while they are read. */
import type { RuleDescription } from '../kit/rule.ts';
import { specificationRules } from './specification-rules.ts';
import { yadageLoadingRules } from './yadage-rules.ts';
import { yamlRules } from './yaml-rules.ts';

export const loadingRules: readonly RuleDescription[] = [
  ...yamlRules,
  ...specificationRules,
  ...yadageLoadingRules,
];
