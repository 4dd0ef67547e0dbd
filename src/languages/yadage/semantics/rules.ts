/** Giving the stages of a workflow their turn. */
import type { Rule, WorkflowState } from './model.ts';

/**
 * Applies the stages whose turn has come. One that is applied leaves the list on the way, so the one after it
 * is left out until the next time; those that it adds are seen at once.
 *
 * @returns whether there were any
 */
export async function applyRules(
  { rules, applied }: WorkflowState,
  isApplicable: (rule: Rule) => boolean,
  apply: (rule: Rule) => Promise<void>,
): Promise<boolean> {
  const before = applied.length;
  for (const rule of rules) {
    if (!isApplicable(rule)) continue;
    await apply(rule);
    applied.push(...rules.splice(rules.indexOf(rule), 1));
  }
  return applied.length > before;
}
