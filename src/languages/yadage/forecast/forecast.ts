/**
 * Predicts the course of a workflow, as far as that is known before it runs: its stages are applied with the
 * engine's own decisions, in the engine's order, but no job runs and no file is looked at. What only the run
 * can tell is {@link Unforeseen}, and nothing is said about it.
 */
import type { Rule } from '../semantics/model.ts';
import { applyRules } from '../semantics/rules.ts';
import { startWorkflow } from '../semantics/start.ts';
import { makeState, type StateProvider, type StepState } from '../semantics/state.ts';
import { applyStage } from './apply.ts';
import type { Forecast, ForecastInput } from './model.ts';
import { findMissingOrder } from './order.ts';
import { isRuleReady, settleWaiting } from './readiness.ts';
import { noteStages, usableStages } from './stages.ts';
import { foreseeStep } from './step.ts';

/** More looks at whether a stage's turn has come than any workflow needs that people write. */
const mostLooks = 1_000_000;

/** Looks ahead at a whole workflow, and tells every mistake that the run would meet. */
export async function forecastWorkflow(input: ForecastInput): Promise<Forecast> {
  const { stages } = input.workflow;
  const provider = createProvider('/workspace', [
    { readwrite: [], readonly: ['/workspace'], names: { readdir0: '/workspace' } },
  ]);
  const forecast: Forecast = {
    ...input,
    state: startWorkflow(usableStages(stages), input.parameters, provider),
    mistakes: [],
    paths: new Map(),
    tasks: new Map(),
    owners: new Map(),
    given: new Map(),
    counts: new Map(),
    open: new Set(),
    maybe: new Set(),
    excused: new Map(),
    later: new Map(),
    hasRun: false,
  };
  noteStages(forecast, forecast.state.rules, stages, ['stages']);
  await look(forecast);
  findMissingOrder(forecast);
  return forecast;
}

async function look(forecast: Forecast): Promise<void> {
  const { state } = forecast;
  const isReady = (rule: Rule): boolean => isRuleReady(forecast, rule);
  const apply = (rule: Rule): Promise<void> => applyStage(forecast, rule);
  let looks = 0;
  for (;;) {
    looks += state.rules.length;
    if (looks > mostLooks) {
      forecast.mistakes.push({
        rule: 'yadage-not-checked',
        message: `the workflow is too large to be looked at further: ${state.rules.length} stages are left`,
        ...forecast.workflow.position(['stages']),
      });
      return;
    }
    if (await applyRules(state, isReady, apply)) foreseeNewSteps(forecast);
    else if (!runSteps(forecast) && !settleWaiting(forecast)) return;
  }
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
