/** The stage that gives a workflow, or a sub-workflow, its parameters. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { isTruthy } from '../../python/value.ts';
import type { Packtivity } from '../read/workflow.ts';
import type { InitScheduler, Rule, StepNode } from './model.ts';
import { makeState } from './state.ts';
import { withoutLength, type OutputReference } from './value.ts';
import type { StageSpec, WorkflowView } from './view.ts';

export interface InitOptions {
  readonly discover: Json;
  readonly relative: Json;
  readonly inputs: readonly OutputReference[];
  readonly nodeName: string;
}

/** The stage that gives a workflow its parameters. */
export function initStage(parameters: Json, options: InitOptions): StageSpec {
  return {
    name: 'init',
    dependencies: { dependency_type: 'jsonpath_ready', expressions: [] },
    scheduler: {
      scheduler_type: 'init-stage',
      parameters,
      inputs: options.inputs,
      nodeName: options.nodeName,
      step: initStep(options),
    },
  };
}

/** Adds the only step of an init stage. */
export function scheduleInit(rule: Rule, view: WorkflowView, scheduler: InitScheduler): StepNode {
  return view.addStep({
    name: scheduler.nodeName,
    spec: scheduler.step,
    parameters: checkParameters(scheduler.parameters),
    state: makeState([], rule.provider.initStates),
    inputs: scheduler.inputs,
    stage: rule.name,
  });
}

/** Only what has a length can be a step's parameters. */
export function checkParameters(parameters: Json): Json {
  const hasLength =
    typeof parameters === 'string' || Array.isArray(parameters) || isJsonObject(parameters);
  if (!hasLength) {
    throw withoutLength(parameters);
  }
  return isTruthy(parameters) ? parameters : {};
}

/** The publisher of init steps: parameters that name files become their paths. */
function initStep(options: { readonly discover: Json; readonly relative: Json }): Packtivity {
  return {
    process: null,
    environment: null,
    publisher: {
      publisher_type: 'fromparjq-pub',
      script: '.',
      tryExact: true,
      glob: options.discover as boolean,
      relative_paths: options.relative as boolean,
    },
  };
}

/** Options of a sub-workflow that tell how its parameters become paths. */
export function initOptions(given: JsonObject | undefined): { discover: Json; relative: Json } {
  return { discover: given?.discover ?? false, relative: given?.relative ?? true };
}
