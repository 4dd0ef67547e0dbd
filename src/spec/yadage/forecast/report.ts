/** Telling a mistake of a step, and where it was made. */
import type { PythonError } from '../../python/error.ts';
import type { NodePath, Position } from '../../source-document.ts';
import type { StepNode } from '../semantics/model.ts';
import { isDict, isList, Unforeseen, type Value } from '../semantics/value.ts';
import type { YadageWorkflow } from '../workflow.ts';
import { positionInText } from '../../text-position.ts';
import type { Forecast, Mistake } from './model.ts';

/** Adds a mistake of a step; in one of several cases it is only a warning. */
export function addMistake(forecast: Forecast, node: StepNode, mistake: Mistake): void {
  const maybe = forecast.tasks.get(node.id)?.maybe === true;
  const severity = mistake.severity ?? 'warning';
  forecast.mistakes.push(maybe ? { ...mistake, severity } : mistake);
}

/** What Python says, without the data that it shows. */
export function shortError({ message }: PythonError): string {
  const [text = ''] = message.split(/ selection | \| /);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Where the character of a text in the workflow was written. */
export function positionOf(
  workflow: YadageWorkflow,
  path: NodePath,
  text: string,
  index: number,
): Position {
  const origin = workflow.origin(path);
  return positionInText(origin.source, origin.path, text, index);
}

/** Whether all of `value` is known beforehand. */
export function isKnown(value: Value): boolean {
  if (value instanceof Unforeseen) return false;
  if (isList(value)) return value.every(isKnown);
  return !isDict(value) || Object.values(value).every(isKnown);
}
