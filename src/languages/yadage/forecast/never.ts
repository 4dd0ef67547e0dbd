/** Stages whose turn never comes, though looking ahead they were applied to find their own mistakes. */
import type { Rule } from '../semantics/model.ts';
import type { Forecast } from './model.ts';
import { firstNames } from './names.ts';
import { placeOf, placesUpTo } from './place.ts';

/**
 * Those that wait for what never comes, those that come after them, and those inside of a sub-workflow of which
 * there are no copies.
 *
 * @returns for each the name or path that it waits for; empty where it is the sub-workflow that never starts
 */
export function stagesThatNeverStart({
  state,
  excused,
  counts,
}: Forecast): ReadonlyMap<Rule, string> {
  const never = new Map<Rule, string>();
  /** Places of stages without steps, and of those that hold such a one: nobody gets past them. */
  const blocked = new Set<string>();
  const empty = new Set<string>();
  // Stages are applied after those that they wait for.
  for (const rule of state.applied) {
    const [own, ...owners] = placesUpTo(rule);
    const waitsFor = owners.some((place) => empty.has(place))
      ? ''
      : (wrongDependency(rule, excused.get(rule)) ??
        namesIn(rule).find((name) => blocked.has(placeOf({ offset: rule.offset, name }))));
    if (waitsFor !== undefined) {
      never.set(rule, waitsFor);
      for (const place of owners) blocked.add(place);
    }
    if (waitsFor !== undefined || counts.get(rule.id) === 0) {
      blocked.add(own);
      empty.add(own);
    }
  }
  return never;
}

function wrongDependency(
  { dependencies }: Rule,
  wrong: ReadonlySet<number> | undefined,
): string | undefined {
  const [index] = wrong ?? [];
  if (index === undefined) return undefined;
  const expression = dependencies.expressions?.[index];
  return typeof expression === 'string' ? expression : 'an expression';
}

function namesIn({ dependencies }: Rule): string[] {
  return (dependencies.expressions ?? []).flatMap(firstNames);
}
