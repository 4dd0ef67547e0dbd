/** The part that a stage adds to the workflow when it is applied: a step, or a sub-workflow. */
import type { JsonObject } from '../../../base/json.ts';
import type { Packtivity, YadageStage } from '../read/workflow.ts';
import { checkParameters, initOptions, initStage } from './init-stage.ts';
import type { Rule, StepNode } from './model.ts';
import type { ResolvedParameters } from './references.ts';
import type { StepState } from './state.ts';
import type { OutputReference } from './value.ts';
import type { WorkflowView } from './view.ts';

/** Where something is added, and under which name. */
export interface TaskPlace {
  readonly rule: Rule;
  readonly view: WorkflowView;
  /** `stage`, or `stage_0` for one of several. */
  readonly name: string;
}

/** @throws PythonError AttributeError for parameters that are no list, dict or text */
export async function addStep(
  { rule, view, name }: TaskPlace,
  { parameters, inputs }: ResolvedParameters,
  spec: Packtivity,
): Promise<StepNode> {
  const state = await rule.provider.newState(name, statesOf(view, inputs));
  const final = checkParameters(parameters);
  return view.addStep({ name, spec, parameters: final, state, inputs, stage: rule.name });
}

/** Adds stages in a scope of their own, the first one being the `init` that gives them their parameters. */
export async function addSubworkflow(
  { rule, view, name }: TaskPlace,
  { parameters, inputs }: ResolvedParameters,
  stages: readonly YadageStage[],
  options: JsonObject | undefined,
): Promise<void> {
  const provider = await rule.provider.newProvider(name, statesOf(view, inputs));
  const given = { ...initOptions(options), inputs, nodeName: `init_${name}` };
  view.addWorkflow(rule.name, [initStage(parameters, given), ...stages], provider);
}

/** The folders of the steps behind `inputs`, each once. */
function statesOf({ workflow }: WorkflowView, inputs: readonly OutputReference[]): StepState[] {
  const states = inputs.map(({ nodeId }) => workflow.node(nodeId).task.state);
  return Array.from(new Set(states));
}
