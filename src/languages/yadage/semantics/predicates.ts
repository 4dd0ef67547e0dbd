/** The conditions under which a stage is applied. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { isTruthy, pythonRepr } from '../../python/value.ts';
import type { Predicate } from '../read/workflow.ts';
import { evaluate, isExpression } from './selectors.ts';
import { typeName, type Value } from './value.ts';
import { isRecord, type WorkflowView } from './view.ts';

/**
 * Whether a stage's dependencies hold. A step counts as soon as what it will publish is known, which for most
 * publishers is before it has run.
 *
 * @throws PythonError as the real engine fails, for a path expression it cannot parse among others
 */
export function isReady(view: WorkflowView, predicate: Predicate): boolean {
  const { expressions } = predicate;
  if (expressions === undefined) throw new PythonError('KeyError', "'expressions'");
  return expressions.every((expression) => isExpressionReady(view, predicate, expression));
}

/** Whether one of the `expressions` of `predicate` holds. @throws PythonError as {@link isReady} */
export function isExpressionReady(
  view: WorkflowView,
  predicate: Predicate,
  expression: Json,
): boolean {
  return predicate.dependency_type === 'expressions_fulfilled'
    ? isFulfilled(view, expression)
    : isPathReady(view, expression);
}

function isPathReady(view: WorkflowView, expression: Value): boolean {
  if (typeof expression !== 'string') {
    throw new PythonError('TypeError', `'${typeName(expression)}' object is not subscriptable`);
  }
  const matches = view.query(expression);
  if (matches.length === 0) return false;
  if (isStep(firstOf(matches[0]))) return view.stepsOf(expression).every((node) => node.hasResult);
  return matches.flatMap(itemsOf).every((entry) => view.isScopeDone(offsetOf(entry)));
}

function isStep(entry: unknown): boolean {
  return isRecord(entry) && '_nodeid' in entry;
}

/** `match[0]` in Python. */
function firstOf(match: unknown): unknown {
  if (isRecord(match)) throw new PythonError('KeyError', '0');
  return itemsOf(match)[0];
}

function itemsOf(match: unknown): readonly unknown[] {
  if (Array.isArray(match)) return match;
  return isRecord(match) ? Object.keys(match) : Array.from(String(match));
}

function offsetOf(entry: unknown): string {
  if (typeof entry === 'string') {
    throw new PythonError('TypeError', "string indices must be integers, not 'str'");
  }
  const offset = isRecord(entry) ? entry._offset : undefined;
  if (typeof offset !== 'string') throw new PythonError('KeyError', pythonRepr('_offset'));
  return offset;
}

function isFulfilled(view: WorkflowView, expression: Value): boolean {
  if (!isExpression(expression)) throw new PythonError('KeyError', "'expression_type'");
  const value = evaluate(view, expression);
  const isReference = typeName(value) === 'outputReference';
  return isReference || isTruthy(value as Parameters<typeof isTruthy>[0]);
}
