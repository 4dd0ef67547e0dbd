/** The number of jobs of each stage of a yadage workflow. */
import type { NodePath } from '../../../document/source-document.ts';
import { isInit, type Forecast } from '../forecast/model.ts';
import { placesUpTo } from '../forecast/place.ts';
import { stagesThatNeverStart } from '../forecast/never.ts';
import type { Rule } from '../semantics/model.ts';
import { sumOf } from '../../workflow/workflow.ts';
import { pathKey } from './stage-ids.ts';

export interface Tally {
  /** Steps, or copies of a sub-workflow, in all; `undefined` when only the run can tell. */
  readonly count: number | undefined;
  /** What a stage that never starts waits for; empty where it is its sub-workflow that never starts. */
  readonly waitsFor?: string | undefined;
}

/** @returns tells of the stage that is written at a path */
export function tallyStages(forecast: Forecast): (path: NodePath) => Tally {
  const { state, paths, counts, open } = forecast;
  const never = stagesThatNeverStart(forecast);
  const byPath = Map.groupBy([...state.applied, ...state.rules], (rule) =>
    isInit(rule) ? '' : pathKey(paths.get(rule.id) ?? []),
  );
  const countOf = (rule: Rule): number | undefined => {
    const [, ...owners] = placesUpTo(rule);
    return owners.some((place) => open.has(place)) ? undefined : counts.get(rule.id);
  };
  return (path) => {
    const rules = byPath.get(pathKey(path));
    // The look ahead has ended before it came to the stage.
    if (rules === undefined) return { count: undefined };
    const started = rules.filter((rule) => !never.has(rule));
    const [first] = rules;
    if (started.length === 0 && first !== undefined) {
      return { count: 0, waitsFor: never.get(first) };
    }
    return { count: sumOf(started.map(countOf)) };
  };
}
