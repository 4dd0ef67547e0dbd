/** Which outputs the parameters of a stage are made of. */
import type { Json } from '../../../base/json.ts';
import type { Rule, StepNode } from '../semantics/model.ts';
import { referencesIn } from '../semantics/references.ts';
import type { Parameters } from '../semantics/scatter.ts';
import { isExpression } from '../semantics/selectors.ts';
import { isDict, OutputReference, Unforeseen, type Value } from '../semantics/value.ts';
import { WorkflowView } from '../semantics/view.ts';
import { isInit, type Forecast } from './model.ts';
import { firstNames, nodesOf } from './names.ts';
import { selectionsOf } from '../read/workflow.ts';

/**
 * By the name of each parameter, for the workflow at the end of the look ahead. Beside the outputs that the
 * engine refers to, these are those of expressions that it could not follow when their turn came, and what is
 * null, false or empty among the parameters of a run: nothing waits for it, but it is handed on.
 *
 * @param rule a stage, or a sub-workflow's `init`: that has what its owner was given
 */
export function sourcesOf(forecast: Forecast, rule: Rule): ReadonlyMap<string, OutputReference[]> {
  const owner = forecast.owners.get(rule.id) ?? rule;
  const given: Parameters = forecast.given.get(owner.id) ?? {};
  const written = expressionsOf(owner);
  const view = new WorkflowView(forecast.state, owner.offset);
  return new Map(
    Object.entries(given).map(([key, value]) => {
      const expression = written.get(key) ?? null;
      const isLost = value instanceof Unforeseen && value.origins.length === 0;
      const named = isExpression(expression)
        ? nodesOf(view, expression)
            .filter((node) => isLost || isInitStep(forecast, node))
            .map((node) => outputReference(node, expression.output))
        : [];
      const all = [...referencesIn(value), ...named];
      return [key, all.flatMap((reference) => each(forecast, reference))];
    }),
  );
}

/** The output of a step that an expression asks for, whether or not there is one. */
export function outputReference(node: StepNode, output: Value | undefined): OutputReference {
  if (typeof output !== 'string' || output === '' || output === '$') {
    return new OutputReference(node.id, []);
  }
  const result = resultOf(node);
  const [name] = firstNames(output);
  const isOutput = name !== undefined && isDict(result) && Object.hasOwn(result, name);
  return new OutputReference(node.id, [isOutput ? name : output]);
}

/** What a step has published, or will. */
export function resultOf(node: StepNode): Value {
  return node.expected ?? node.actual ?? null;
}

function expressionsOf({ scheduler }: Rule): Map<string, Json> {
  const isWritten = scheduler.scheduler_type !== 'init-stage';
  const parameters = isWritten ? selectionsOf(scheduler) : [];
  return new Map(parameters.map(({ key = '', value = null }) => [key, value]));
}

/** Each of the parameters, where all of them are meant at once. */
function each(forecast: Forecast, reference: OutputReference): OutputReference[] {
  const node = forecast.state.node(reference.nodeId);
  const result = resultOf(node);
  const isWhole = reference.pointer.length === 0 && isInitStep(forecast, node) && isDict(result);
  return isWhole
    ? Object.keys(result).map((key) => new OutputReference(node.id, [key]))
    : [reference];
}

function isInitStep({ tasks }: Forecast, node: StepNode): boolean {
  const rule = tasks.get(node.id)?.rule;
  return rule !== undefined && isInit(rule);
}
