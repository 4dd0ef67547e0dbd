/** Foreseeing one step: whether its parameters, its command and what it publishes can be made. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import { findPlaceholders } from '../../../specification/placeholder.ts';
import { PythonError } from '../../python/error.ts';
import type { NodePath, Position } from '../../../document/source-document.ts';
import { isTruthy } from '../../python/value.ts';
import type { StepNode } from '../semantics/model.ts';
import { contextualize } from '../semantics/process.ts';
import { mapJqLeaves, type Pointer, type Value } from '../semantics/value.ts';
import { scatteredNames, selectionsOf, type Scheduler } from '../read/workflow.ts';
import { explainParameter } from './explain-template.ts';
import type { Forecast } from './model.ts';
import { foreseeProcess } from './process.ts';
import { addStepMistake } from './report.ts';
import { foreseeResult } from './result.ts';
import { isKnown, unforeseen } from './value.ts';

/** Notes what the step will publish, and reports what would go wrong with it. */
export function foreseeStep(forecast: Forecast, node: StepNode): void {
  const parameters = fillIn(forecast, node);
  foreseeProcess(forecast, node, parameters);
  const { result, isLate } = foreseeResult(forecast, node, parameters);
  if (isLate) forecast.later.set(node, result as Json);
  else node.expected = result as Json;
  if (node.isPurePublishing && isKnown(result) && !isTruthy(result as Json)) {
    const isInit = node.task.stage === 'init';
    addStepMistake(forecast, node, {
      rule: 'yadage-empty-result',
      message: isInit
        ? 'a sub-workflow without parameters ends as failed'
        : `stage ${node.task.stage} only publishes, and has nothing to publish: it counts as failed`,
      hint: isInit ? 'Give it a parameter, even if nothing reads it.' : 'Publish something.',
      ...parameterPosition(forecast, node, []),
    });
  }
}

/** Where the parameter that `pointer` leads to, or a part of it, was written. */
function parameterPosition(forecast: Forecast, node: StepNode, pointer: Pointer): Position {
  const { workflow, tasks, paths } = forecast;
  const path = paths.get(tasks.get(node.id)?.rule.id ?? '');
  if (path === undefined) return forecast.parameterPosition(pointer);
  const owner = [...path, 'scheduler'];
  const scheduler = valueAt(workflow.data, owner) as unknown as Scheduler;
  const [key, ...rest] = pointer;
  const index = selectionsOf(scheduler).findIndex((each) => each.key === key);
  const scattered = scatteredNames(scheduler).includes(String(key));
  const inner: NodePath = scattered ? [] : rest;
  return workflow.position(
    index === -1 ? [...owner, 'parameters'] : [...owner, 'parameters', index, 'value', ...inner],
  );
}

function valueAt(data: Json, path: NodePath): Json {
  let value: Json = data;
  for (const step of path) {
    const next: Json | undefined = Array.isArray(value)
      ? (value as readonly Json[])[Number(step)]
      : isJsonObject(value)
        ? value[step]
        : undefined;
    value = next ?? null;
  }
  return value;
}

/** The parameters with `{workdir}` and the like filled in. */
function fillIn(forecast: Forecast, node: StepNode): Value {
  const { state } = node.task;
  const parameters: Value = node.task.parameters;
  const isInit = forecast.paths.get(forecast.tasks.get(node.id)?.rule.id ?? '') === undefined;
  if (isInit && forecast.parameters === undefined) return unforeseen;
  const isVague = !isKnown(parameters);
  return mapJqLeaves(parameters, (leaf, pointer) => {
    if (typeof leaf !== 'string') return leaf;
    // A template's placeholders are filled in before the run.
    if (isInit && findPlaceholders(leaf).length > 0) return unforeseen;
    try {
      const text = contextualize(leaf, state) as string;
      if (!node.isPurePublishing) checkSecondTime(forecast, node, pointer, text);
      return text;
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      // Which folders can be read depends on outputs that are not known.
      if (!(isVague && error.text.includes('readdir'))) {
        const place = parameterPosition(forecast, node, pointer);
        addStepMistake(forecast, node, explainParameter(node, leaf, pointer, error, place));
      }
      return unforeseen;
    }
  });
}

/** REANA fills in parameters once more when the job has ended. */
function checkSecondTime(forecast: Forecast, node: StepNode, pointer: Pointer, text: string): void {
  try {
    contextualize(text, node.task.state);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const place = parameterPosition(forecast, node, pointer);
    addStepMistake(forecast, node, {
      ...explainParameter(node, text, pointer, error, place),
      severity: 'warning',
      message: `doubled braces in parameter ${pointer.join('.')} of stage ${node.task.stage} fail on REANA, which fills in parameters twice`,
    });
  }
}
