/** Stages whose turn never comes, though looking ahead they were applied to find their own mistakes. */
import type { Rule } from '../semantics/model.ts';
import type { Forecast } from './model.ts';
import { firstNames, placeOf, placesUpTo } from './names.ts';

/**
 * Those that wait for what never comes, those that come after them, and those inside of a sub-workflow of which
 * there are no copies.
 */
export function stagesThatNeverStart({ state, excused, counts }: Forecast): ReadonlySet<Rule> {
  const never = new Set<Rule>();
  /** Places of stages without steps, and of those that hold such a one: nobody gets past them. */
  const blocked = new Set<string>();
  const empty = new Set<string>();
  // Stages are applied after those that they wait for.
  for (const rule of state.applied) {
    const [own, ...owners] = placesUpTo(rule);
    const isInside = owners.some((place) => empty.has(place));
    const starts =
      !excused.has(rule) && !isInside && !namedPlaces(rule).some((place) => blocked.has(place));
    if (!starts) {
      never.add(rule);
      for (const place of owners) blocked.add(place);
    }
    if (!starts || counts.get(rule.id) === 0) {
      blocked.add(own);
      empty.add(own);
    }
  }
  return never;
}

function namedPlaces({ offset, dependencies }: Rule): string[] {
  const names = (dependencies.expressions ?? []).flatMap(firstNames);
  return names.map((name) => placeOf({ offset, name }));
}
