/** Which stages the expressions of a workflow speak of. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { parseJsonPath, type JsonPath } from '../jsonpath/jsonpath-parser.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import type { WorkflowView } from '../semantics/view.ts';
import type { Forecast } from './model.ts';
import { isAtOrBelow, placeOf } from './place.ts';

/**
 * The stages that a path expression, or the selector that holds one, begins at; `*` stands for all. None when
 * it cannot be read.
 */
export function firstNames(expression: Json): string[] {
  if (isJsonObject(expression)) return firstNames(queryOf(expression) ?? null);
  if (typeof expression !== 'string') return [];
  try {
    return leftmost(parseJsonPath(expression));
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}

function leftmost(path: JsonPath): string[] {
  switch (path.kind) {
    case 'fields':
      return [...path.names];
    case 'child': {
      const names = leftmost(path.left);
      // `$.a` begins at a, as `a` does.
      return names.length > 0 ? names : leftmost(path.right);
    }
    case 'union':
    case 'intersect':
      return [...leftmost(path.left), ...leftmost(path.right)];
    case 'descendants':
      return ['*'];
    case 'where':
      return leftmost(path.left);
    case 'root':
    case 'this':
    case 'parent':
    case 'index':
    case 'slice':
      return [];
  }
}

/** The names of all stages that the stage behind `rule` can see. */
export function siblingNames({ state }: Forecast, rule: Rule): string[] {
  const rules = [...state.rules, ...state.applied];
  const names = rules.filter(({ offset }) => offset === rule.offset).map(({ name }) => name);
  return Array.from(new Set(names));
}

/** Whether only the run can tell how many steps, or which, an expression means. */
export function isOpen({ open }: Forecast, rule: Rule, expression: Json): boolean {
  if (open.size === 0) return false;
  const names = firstNames(expression);
  const outer = names.includes('*')
    ? [rule.offset]
    : names.map((name) => placeOf({ offset: rule.offset, name }));
  return Array.from(open).some((place) => outer.some((each) => isAtOrBelow(place, each)));
}

/** Whether a path expression can be read. */
export function doesParse(query: string): boolean {
  try {
    parseJsonPath(query);
    return true;
  } catch (error) {
    if (error instanceof PythonError) return false;
    throw error;
  }
}

/** The path expression of a selection. */
export function queryOf({ step, stages, steps, scope }: JsonObject): Json | undefined {
  return step ?? stages ?? steps ?? scope;
}

/** The steps that a selection finds; none when it cannot be read. */
export function nodesOf(view: WorkflowView, expression: JsonObject): StepNode[] {
  const query = queryOf(expression);
  if (typeof query !== 'string') return [];
  try {
    return view.stepsOf(query);
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}
