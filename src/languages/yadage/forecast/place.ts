/** The places of stages: `/sub/0/inner` is the stage `inner` in the first copy of the sub-workflow of `sub`. */
import { pointerText } from '../../../base/json-pointer.ts';
import type { Rule } from '../semantics/model.ts';

/** Whether `place`, or the scope of it, is that of a stage or inside of it. */
export function isAtOrBelow(place: string, outer: string): boolean {
  return place === outer || place.startsWith(`${outer}/`);
}

/** `/sub/0/inner`: where the steps of a stage are; those of its sub-workflows are below. */
export function placeOf({ offset, name }: Pick<Rule, 'offset' | 'name'>): string {
  return offset + pointerText([name]);
}

/** The place of a stage, and those of the stages whose sub-workflows it is inside of. */
export function placesUpTo(rule: Pick<Rule, 'offset' | 'name'>): [string, ...string[]] {
  const steps = rule.offset.split('/');
  const owners = steps.flatMap((_, index) =>
    index % 2 === 1 ? [steps.slice(0, index + 1).join('/')] : [],
  );
  return [placeOf(rule), ...owners];
}
