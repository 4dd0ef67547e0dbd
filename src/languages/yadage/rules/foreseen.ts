/** Rules whose mistakes are found by looking ahead at the whole workflow. */
import type { Rule, RuleDescription } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';

/** The rule that `description` describes: it tells the mistakes that bear its id. */
export function foreseen(description: RuleDescription): Rule<YadageSubject> {
  return {
    ...description,
    check: ({ mistakes }) => mistakes.filter(({ rule }) => rule === description.id),
  };
}
