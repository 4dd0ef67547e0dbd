/** Telling a mistake, and where it was made. */
import type { PythonError } from '../../python/error.ts';
import type { NodePath, Position } from '../../../document/source-document.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import type { YadageWorkflow } from '../read/workflow.ts';
import { positionInText } from '../../../document/text-position.ts';
import type { Forecast, Mistake } from './model.ts';

/** Adds a mistake of a stage; where it is one of several cases it is only a warning. */
export function addMistake(forecast: Forecast, rule: Rule, mistake: Mistake): void {
  add(forecast, mistake, forecast.maybe.has(rule.id));
}

/** Like {@link addMistake} for a step. */
export function addStepMistake(forecast: Forecast, node: StepNode, mistake: Mistake): void {
  add(forecast, mistake, forecast.tasks.get(node.id)?.maybe === true);
}

function add({ mistakes }: Forecast, mistake: Mistake, maybe: boolean): void {
  mistakes.push(maybe ? { severity: 'warning', ...mistake } : mistake);
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

/** Notes that only the run can tell `what`. */
export function notChecked({ mistakes, workflow }: Forecast, path: NodePath, what: string): void {
  mistakes.push({
    rule: 'yadage-not-checked',
    message: `${what}: only the run can tell, and what depends on it was not checked`,
    ...workflow.position(path),
  });
}
