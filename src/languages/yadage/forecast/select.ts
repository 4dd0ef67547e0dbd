/** The value of a parameter, and what is wrong with the expression it is given by. */
import type { Json, JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { isTruthy } from '../../python/value.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import { referencesIn } from '../semantics/references.ts';
import { evaluate, isExpression } from '../semantics/selectors.ts';
import { isDict, isList, Unforeseen, type Value } from '../semantics/value.ts';
import { WorkflowView } from '../semantics/view.ts';
import { explainMissing, explainSelection, type Selection } from './explain-selection.ts';
import type { Forecast } from './model.ts';
import { doesParse, firstNames, isOpen, nodesOf, queryOf } from './names.ts';
import { outputReference, resultOf } from './sources.ts';
import { isKnown } from './value.ts';

/** @param path where the value was written */
export function selectValue(forecast: Forecast, rule: Rule, value: Json, path: NodePath): Value {
  if (!isExpression(value)) return value;
  const expression = value;
  const view = new WorkflowView(forecast.state, rule.offset);
  const unsure = isOpen(forecast, rule, expression);
  try {
    const selected = evaluate(view, expression);
    if (!unsure && !isVague(expression, selected)) {
      warnOfNothing(forecast, { rule, expression, path, view }, selected);
      return selected;
    }
    return new Unforeseen(referencesIn(selected));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const nodes = nodesOf(view, expression);
    const { output } = expression;
    if (isUnreadable(expression) || (!unsure && !nodes.some((node) => isHidden(node, output)))) {
      explainSelection(forecast, { rule, expression, path, view }, error);
    }
    return new Unforeseen(nodes.map((node) => outputReference(node, output)));
  }
}

/** Whether a list is made of lists of which only the run can tell how long they are. */
function isVague({ flatten = false }: JsonObject, selected: Value): boolean {
  return (
    isTruthy(flatten) && isList(selected) && selected.some((item) => item instanceof Unforeseen)
  );
}

function isUnreadable(expression: JsonObject): boolean {
  return [queryOf(expression), expression.output].some(
    (path) => typeof path === 'string' && path !== '' && !doesParse(path),
  );
}

/** Whether only the run can tell if a step publishes `output`. */
function isHidden(node: StepNode, output: Json | undefined): boolean {
  const result = resultOf(node);
  // A list or a mapping is no name, whatever is published.
  if (typeof output === 'object' && output !== null) return false;
  if (!isDict(result) || typeof output !== 'string') return !isKnown(result);
  const [name] = firstNames(output);
  if (name === undefined || name === '*') return !isKnown(result);
  return !isKnown(result[name] ?? null);
}

/** `stages:` of a stage that has not begun gives an empty list, without an error. */
function warnOfNothing(forecast: Forecast, selection: Selection, selected: Value): void {
  const { expression } = selection;
  if (!isList(selected) || selected.length > 0 || 'step' in expression) return;
  const query = queryOf(expression);
  if (typeof query !== 'string' || selection.view.query(query).length > 0) return;
  explainMissing(forecast, selection, `the list is empty`, 'warning');
}
