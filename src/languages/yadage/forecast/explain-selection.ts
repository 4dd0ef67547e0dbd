/** Mistakes in a selection of outputs, and advice on them. */
import type { RuleId } from '../../../base/error.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { PythonError } from '../../python/error.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import { isDict, type Value } from '../semantics/value.ts';
import type { WorkflowView } from '../semantics/view.ts';
import type { Forecast, Mistake } from './model.ts';
import { doesParse, firstNames, nodesOf, queryOf, siblingNames } from './names.ts';
import { isExcusedFor } from './readiness.ts';
import { addMistake, shortError } from './report.ts';

export interface Selection {
  readonly rule: Rule;
  readonly expression: JsonObject;
  readonly path: NodePath;
  readonly view: WorkflowView;
}

/** Reports what the engine dies of. */
export function explainSelection(
  forecast: Forecast,
  selection: Selection,
  error: PythonError,
): void {
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
    report(forecast, rule, 'yadage-selector', path, text, 'Write {step: STAGE, output: NAME}.');
    return;
  }
  const place = [...path, keyOf(expression)];
  if (!doesParse(query)) {
    const text = `${query} cannot be read as a path to a stage, ${end}`;
    const hint =
      'Names of stages consist of letters, digits, _ and -, and do not begin with a digit.';
    report(forecast, rule, 'yadage-path-expression', place, text, hint);
    return;
  }
  const nodes = nodesOf(view, expression);
  if (view.scopesOf(query).length > 0) {
    const text = `what ${query} has registered cannot be used in stage ${rule.name}, ${end}`;
    report(
      forecast,
      rule,
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
    report(forecast, rule, 'yadage-single-step', place, text, hint);
  } else {
    const unknown = nodes.some((node) => !node.hasResult);
    if (unknown) {
      const text = `stage ${rule.name} uses an output of ${query} that is not known yet, ${end}`;
      report(forecast, rule, 'yadage-not-waiting', place, text, waitHint(rule, query));
    } else explainOutput(forecast, selection, nodes, end);
  }
}

/**
 * Reports a selection that finds no steps.
 *
 * @param end what comes of it
 */
export function explainMissing(
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
    report(forecast, rule, 'yadage-no-parameters', place, text, 'Give inputs.parameters.');
  } else if (unknown !== undefined) {
    const isOutside = rule.offset !== '' && isStageSomewhere(forecast, unknown);
    const hint = isOutside
      ? `Stages of the outer workflow cannot be seen here: hand the value on as a parameter of the sub-workflow.`
      : suggestionHint(
          unknown,
          known.filter((name) => name !== rule.name),
        );
    const text = `there is no stage ${unknown} to take an output of: ${end}`;
    report(forecast, rule, 'yadage-unknown-stage', place, text, hint, severity);
  } else {
    const given = queryOf(expression);
    const query = typeof given === 'string' ? given : '';
    const name = names[0] ?? query;
    // After the first jobs nobody can be sure of the order any more.
    const level = severity ?? (forecast.hasRun ? 'warning' : undefined);
    const text = `stage ${rule.name} uses outputs of ${query} before there are any: ${end}`;
    report(forecast, rule, 'yadage-not-waiting', place, text, waitHint(rule, name), level);
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
    report(forecast, rule, 'yadage-unknown-parameter', place, text, suggestionHint(name, keys));
  } else {
    const stage = node?.task.stage ?? '';
    const text = `stage ${stage} does not publish ${shown}, ${end}`;
    report(forecast, rule, 'yadage-unknown-output', place, text, suggestionHint(name, keys));
  }
}

function keyOf(expression: JsonObject): string {
  return ['step', 'stages', 'steps', 'scope'].find((key) => key in expression) ?? 'step';
}

function isStageSomewhere({ state }: Forecast, name: string): boolean {
  return [...state.rules, ...state.applied].some((rule) => rule.name === name);
}

function report(
  forecast: Forecast,
  owner: Rule,
  rule: RuleId,
  path: NodePath,
  message: string,
  hint: string,
  severity?: Mistake['severity'],
): void {
  const level = severity === undefined ? {} : { severity };
  const position = forecast.workflow.position(path);
  addMistake(forecast, owner, { rule, message, hint, ...level, ...position });
}
