/** Predicts that the parameters of a step fill in its command or script. */
import type { Json } from '../../../base/json.ts';
import { pythonStr } from '../../python/value.ts';
import type { StepNode } from '../semantics/model.ts';
import { isDict, isList, type Value } from '../semantics/value.ts';
import { explainProblem } from './explain-template.ts';
import type { Forecast } from './model.ts';
import { addStepMistake, positionOf } from './report.ts';
import { templateProblems } from './template.ts';
import { isKnown } from './value.ts';

export function foreseeProcess(forecast: Forecast, node: StepNode, parameters: Value): void {
  const { process } = node.task.spec;
  const path = forecast.tasks.get(node.id)?.path;
  if (process === null || path === undefined || !isDict(parameters)) return;
  const key = process.process_type === 'interpolated-script-cmd' ? 'script' : 'cmd';
  if (key === 'script' && process.interpreter === undefined) {
    addStepMistake(forecast, node, {
      rule: 'yadage-task',
      message: `the script of stage ${node.task.stage} stands behind a $ref and has no interpreter, and the whole run ends`,
      hint: 'Behind a $ref defaults are not filled in: write interpreter: sh.',
      ...forecast.workflow.position([...path, 'process']),
    });
  }
  const template = process[key];
  if (template === undefined) return;
  const values = new Map(
    Object.entries(parameters).map(([name, value]) => [
      name,
      isKnown(value) ? joined(value) : undefined,
    ]),
  );
  const where = `the ${key === 'cmd' ? 'command' : 'script'} of stage ${node.task.stage}`;
  for (const problem of templateProblems(template, values)) {
    const names = Object.keys(parameters);
    addStepMistake(forecast, node, {
      rule: 'yadage-command-placeholder',
      ...explainProblem(problem, template, where, names, 'the whole run ends'),
      ...positionOf(forecast.workflow, [...path, 'process', key], template, problem.index),
    });
  }
}

/** A list becomes one text, its items separated by spaces. */
function joined(value: Value): Json {
  return isList(value) ? (value as readonly Json[]).map(pythonStr).join(' ') : (value as Json);
}
