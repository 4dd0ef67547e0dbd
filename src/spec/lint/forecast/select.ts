/** The value of a parameter, and what is wrong with the expression it is given by. */
import type { Json, JsonObject } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { isTruthy } from '../../python/value.ts';
import { suggestionHint } from '../../suggestion.ts';
import type { NodePath } from '../../source-document.ts';
import { parseJsonPath } from '../../yadage/jsonpath-parser.ts';
import type { Rule, StepNode } from '../../yadage/semantics/model.ts';
import { evaluate, isExpression } from '../../yadage/semantics/selectors.ts';
import {
  isDict,
  isList,
  OutputReference,
  Unforeseen,
  type Value,
} from '../../yadage/semantics/value.ts';
import { WorkflowView } from '../../yadage/semantics/view.ts';
import type { Forecast, Mistake } from './model.ts';
import { isKnown, shortError } from './report.ts';
import { firstNames, isOpen, siblingNames } from './names.ts';
import { isExcusedFor } from './readiness.ts';

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
    return new Unforeseen(nodesIn(selected));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const nodes = nodesOf(view, expression);
    const { output } = expression;
    if (isUnreadable(expression) || (!unsure && !nodes.some((node) => isHidden(node, output)))) {
      explain(forecast, { rule, expression, path, view }, error);
    }
    return new Unforeseen(nodes.map(({ id }) => id));
  }
}

/** The steps whose outputs a value is made of. */
export function nodesIn(value: Value): string[] {
  if (value instanceof OutputReference) return [value.nodeId];
  if (value instanceof Unforeseen) return [...value.nodeIds];
  if (isList(value)) return value.flatMap(nodesIn);
  return isDict(value) ? Object.values(value).flatMap(nodesIn) : [];
}

/** Whether a list is made of lists of which only the run can tell how long they are. */
function isVague({ flatten = false }: JsonObject, selected: Value): boolean {
  return (
    isTruthy(flatten) && isList(selected) && selected.some((item) => item instanceof Unforeseen)
  );
}

interface Selection {
  readonly rule: Rule;
  readonly expression: JsonObject;
  readonly path: NodePath;
  readonly view: WorkflowView;
}

function queryOf({ step, stages, steps, scope }: JsonObject): Json | undefined {
  return step ?? stages ?? steps ?? scope;
}

function nodesOf(view: WorkflowView, expression: JsonObject): StepNode[] {
  const query = queryOf(expression);
  if (typeof query !== 'string') return [];
  try {
    return view.stepsOf(query);
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}

function isUnreadable(expression: JsonObject): boolean {
  return [queryOf(expression), expression.output].some(
    (path) => typeof path === 'string' && path !== '' && !doesParse(path),
  );
}

/** Whether only the run can tell if a step publishes `output`. */
function isHidden(node: StepNode, output: Json | undefined): boolean {
  const result: Value = node.expected ?? node.actual ?? null;
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

function explain(forecast: Forecast, selection: Selection, error: PythonError): void {
  const { rule, expression, path, view } = selection;
  const query = queryOf(expression);
  const end = `and the whole run ends (${shortError(error)})`;
  const isUnknownKind =
    expression.expression_type !== 'stage-output-selector' &&
    expression.expression_type !== 'fromvalue';
  if (
    typeof query !== 'string' ||
    isUnknownKind ||
    ('stages' in expression && 'steps' in expression)
  ) {
    const text = `a parameter of stage ${rule.name} selects an output in a way that yadage does not know, ${end}`;
    report(forecast, 'yadage-selector', path, text, 'Write {step: STAGE, output: NAME}.');
    return;
  }
  const place = [...path, keyOf(expression)];
  if (!doesParse(query)) {
    const text = `${query} cannot be read as a path to a stage, ${end}`;
    const hint =
      'Names of stages consist of letters, digits, _ and -, and do not begin with a digit.';
    report(forecast, 'yadage-path-expression', place, text, hint);
    return;
  }
  const nodes = nodesOf(view, expression);
  if (view.scopesOf(query).length > 0) {
    const text = `what ${query} has registered cannot be used in stage ${rule.name}, ${end}`;
    report(
      forecast,
      'yadage-selector',
      place,
      text,
      'Look at register_values of the sub-workflow.',
    );
  } else if (nodes.length === 0) {
    explainMissing(forecast, selection, end);
  } else if ('step' in expression && nodes.length > 1) {
    const text = `step: ${query} means ${nodes.length} steps where one is needed, ${end}`;
    const hint = `Write stages: ${query} for the list of all of them.`;
    report(forecast, 'yadage-single-step', place, text, hint);
  } else {
    const unknown = nodes.some((node) => !node.hasResult);
    if (unknown) {
      const text = `stage ${rule.name} uses an output of ${query} that is not known yet, ${end}`;
      report(forecast, 'yadage-not-waiting', place, text, waitHint(rule, query));
    } else explainOutput(forecast, selection, nodes, end);
  }
}

function explainMissing(
  forecast: Forecast,
  { rule, expression, path }: Selection,
  end: string,
  severity?: 'warning',
): void {
  const place = [...path, keyOf(expression)];
  const known = siblingNames(forecast, rule);
  const names = firstNames(expression);
  const unknown = names.find((name) => name !== '*' && !known.includes(name));
  if (names.some((name) => isExcusedFor(forecast, rule, name))) return;
  if (unknown === 'init') {
    const text = `stage ${rule.name} uses input parameters, and the workflow has none, ${end}`;
    report(forecast, 'yadage-no-parameters', place, text, 'Give inputs.parameters.');
  } else if (unknown !== undefined) {
    const isOutside = rule.offset !== '' && isStageSomewhere(forecast, unknown);
    const hint = isOutside
      ? `Stages of the outer workflow cannot be seen here: hand the value on as a parameter of the sub-workflow.`
      : suggestionHint(
          unknown,
          known.filter((name) => name !== rule.name),
        );
    const text = `there is no stage ${unknown} to take an output of: ${end}`;
    report(forecast, 'yadage-unknown-stage', place, text, hint, severity);
  } else {
    const given = queryOf(expression);
    const query = typeof given === 'string' ? given : '';
    const name = names[0] ?? query;
    // After the first jobs nobody can be sure of the order any more.
    const level = severity ?? (forecast.hasRun ? 'warning' : undefined);
    const text = `stage ${rule.name} uses outputs of ${query} before there are any: ${end}`;
    report(forecast, 'yadage-not-waiting', place, text, waitHint(rule, name), level);
  }
}

function waitHint(rule: Rule, name: string): string {
  return name === rule.name
    ? 'A stage cannot use its own outputs.'
    : `Add ${name} to the dependencies of ${rule.name}.`;
}

function explainOutput(
  forecast: Forecast,
  { rule, expression, path }: Selection,
  nodes: readonly StepNode[],
  end: string,
): void {
  const { output } = expression;
  const place = [...path, 'output'];
  const node = nodes[0];
  const result: Value = node?.result ?? null;
  const keys = isDict(result) ? Object.keys(result) : [];
  const shown = typeof output === 'string' ? output : JSON.stringify(output ?? null);
  const [name = ''] = /^[^.[]+/.exec(shown) ?? [];
  if (node?.task.stage === 'init') {
    const what = rule.offset === '' ? 'input parameter' : 'parameter of the sub-workflow';
    const text = `there is no ${what} ${shown}, ${end}`;
    report(forecast, 'yadage-unknown-parameter', place, text, suggestionHint(name, keys));
  } else {
    const stage = node?.task.stage ?? '';
    const text = `stage ${stage} does not publish ${shown}, ${end}`;
    report(forecast, 'yadage-unknown-output', place, text, suggestionHint(name, keys));
  }
}

function keyOf(expression: JsonObject): string {
  return ['step', 'stages', 'steps', 'scope'].find((key) => key in expression) ?? 'step';
}

function isStageSomewhere({ state }: Forecast, name: string): boolean {
  return [...state.rules, ...state.applied].some((rule) => rule.name === name);
}

function doesParse(query: string): boolean {
  try {
    parseJsonPath(query);
    return true;
  } catch (error) {
    if (error instanceof PythonError) return false;
    throw error;
  }
}

function report(
  { mistakes, workflow }: Forecast,
  rule: string,
  path: NodePath,
  message: string,
  hint: string,
  severity?: Mistake['severity'],
): void {
  const level = severity === undefined ? {} : { severity };
  mistakes.push({ rule, message, hint, ...level, ...workflow.position(path) });
}
