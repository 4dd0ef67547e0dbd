/** The rules for yadage workflows. */
import type { Rule } from '../../rule.ts';
import type { YadageSubject } from '../../subject.ts';

export const yadageRules: readonly Rule<YadageSubject>[] = [];
