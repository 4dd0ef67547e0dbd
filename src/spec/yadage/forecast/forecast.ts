/**
 * What will become of a workflow, as far as that is known before it runs: its stages are applied with the
 * engine's own decisions, in the engine's order, but no job runs and no file is looked at. What only the run
 * can tell is {@link Unforeseen}, and nothing is said about it.
 */
import { initStage } from '../semantics/init-stage.ts';
import { WorkflowState } from '../semantics/model.ts';
import { makeState, type StateProvider, type StepState } from '../semantics/state.ts';
import { WorkflowView } from '../semantics/view.ts';
import { applyStage } from './apply.ts';
import { notePaths, usableStages, type Forecast, type ForecastInput } from './model.ts';
import { findMissingOrder } from './order.ts';
import { isRuleReady, settleWaiting } from './readiness.ts';
import { foreseeStep } from './step.ts';

/** More looks at whether a stage's turn has come than any workflow needs that people write. */
const mostLooks = 1_000_000;

/** Looks ahead at a whole workflow, and tells every mistake that the run would meet. */
export async function forecastWorkflow(input: ForecastInput): Promise<Forecast> {
  const forecast: Forecast = {
    ...input,
    state: new WorkflowState(),
    mistakes: [],
    paths: new Map(),
    tasks: new Map(),
    open: new Set(),
    excused: new Set(),
    later: new Map(),
    hasRun: false,
  };
  const view = new WorkflowView(forecast.state, '');
  const provider = createProvider('/workspace', [
    { readwrite: [], readonly: ['/workspace'], names: { readdir0: '/workspace' } },
  ]);
  const { stages } = input.workflow;
  view.addStages(usableStages(stages), provider);
  notePaths(forecast, forecast.state.rules, stages, ['stages']);
  if (input.parameters === undefined || Object.keys(input.parameters).length > 0) {
    const options = { discover: true, relative: true, inputs: [], nodeName: 'init' };
    view.addStages([initStage(input.parameters ?? {}, options)], provider);
  }
  await look(forecast);
  findMissingOrder(forecast);
  return forecast;
}

async function look(forecast: Forecast): Promise<void> {
  const { rules } = forecast.state;
  let looks = 0;
  for (;;) {
    looks += rules.length;
    if (looks > mostLooks) {
      forecast.mistakes.push({
        rule: 'yadage-not-checked',
        message: `the workflow is too large to be looked at further: ${rules.length} stages are left`,
        ...forecast.workflow.position(['stages']),
      });
      return;
    }
    if (await applyRules(forecast)) foreseeNewSteps(forecast);
    else if (!runSteps(forecast) && !settleWaiting(forecast)) return;
  }
}

/** One pass of the engine's loop over its rules. */
async function applyRules(forecast: Forecast): Promise<boolean> {
  const { rules, applied } = forecast.state;
  const before = applied.length;
  // As in the engine, the rule after one that is applied waits for the next pass.
  for (const rule of rules) {
    if (!isRuleReady(forecast, rule)) continue;
    await applyStage(forecast, rule);
    applied.push(...rules.splice(rules.indexOf(rule), 1));
  }
  return applied.length > before;
}

function foreseeNewSteps(forecast: Forecast): void {
  for (const node of forecast.state.nodes.values()) {
    if (node.isForeseen) continue;
    node.isForeseen = true;
    foreseeStep(forecast, node);
  }
}

/** Lets all steps end well whose inputs are there; returns whether there were any. */
function runSteps(forecast: Forecast): boolean {
  const ready = Array.from(forecast.state.nodes.values()).filter(
    (node) =>
      node.state !== 'SUCCESS' && node.predecessors.every((other) => other.state === 'SUCCESS'),
  );
  for (const node of ready) {
    node.state = 'SUCCESS';
    node.actual = forecast.later.get(node);
  }
  forecast.hasRun ||= ready.length > 0;
  return ready.length > 0;
}

/** Folders that are only names. */
function createProvider(base: string, initStates: readonly StepState[]): StateProvider {
  return {
    initStates,
    newState: (name, dependencies) => Promise.resolve(makeState([`${base}/${name}`], dependencies)),
    newProvider: (name, states) => Promise.resolve(createProvider(`${base}/${name}`, states)),
  };
}
