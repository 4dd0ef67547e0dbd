/** The data that passes between the stages of a yadage workflow, and dependencies without any. */
import { isInit, type Forecast } from '../forecast/model.ts';
import { placeOf } from '../forecast/place.ts';
import { namedDependencies } from '../forecast/order.ts';
import { sourcesOf } from '../forecast/sources.ts';
import type { Rule } from '../semantics/model.ts';
import type { OutputReference } from '../semantics/value.ts';
import { createEdgeSet, type EdgeSet } from '../../workflow/edges.ts';
import type { StageEdge } from '../../workflow/workflow.ts';
import { idAt, type StageIds } from './stage-ids.ts';

/** The id of the stage of the run's parameters. */
export const inputsId = 'init';

/** In the order in which the stages are written that they lead to. */
export function yadageEdges(forecast: Forecast, ids: StageIds): StageEdge[] {
  const edges = createEdgeSet();
  const { applied, rules } = forecast.state;
  const idOf = new Map([...applied, ...rules].map((rule) => [rule, idFor(forecast, ids, rule)]));
  const positions = new Map(Array.from(ids.values(), (id, index) => [id, index]));
  const positionOf = (rule: Rule): number => positions.get(idOf.get(rule) ?? '') ?? -1;
  addData(edges, { forecast, idOf, positionOf });
  addOrder(edges, { forecast, idOf, positionOf });
  return edges.list();
}

interface Stages {
  readonly forecast: Forecast;
  readonly idOf: ReadonlyMap<Rule, string>;
  readonly positionOf: (rule: Rule) => number;
}

function idFor({ paths }: Forecast, ids: StageIds, rule: Rule): string {
  const path = paths.get(rule.id);
  return path === undefined ? inputsId : idAt(ids, path);
}

/** An output of a stage in the model; the empty text when the whole result is meant. */
interface Origin {
  readonly stage: string;
  readonly output: string;
}

/**
 * Sub-workflows are looked through: what a stage in one takes from its `init` comes from where the sub-workflow
 * was given it. What is handed in and read by nobody ends at the sub-workflow itself.
 */
function addData(edges: EdgeSet, { forecast, idOf, positionOf }: Stages): void {
  const rules = forecast.state.applied.toSorted((a, b) => positionOf(a) - positionOf(b));
  const tracer = createTracer(forecast, idOf);
  const add = (rule: Rule, parameter: string, origins: readonly Origin[]): void => {
    const to = idOf.get(rule) ?? '';
    for (const { stage, output } of origins) edges.addFlow(stage, to, { output, parameter });
  };
  for (const rule of rules) {
    const { scheduler } = rule;
    if (scheduler.scheduler_type === 'init-stage') continue;
    const traced = tracer.trace(rule);
    if (scheduler.workflow !== undefined) continue;
    for (const [parameter, origins] of traced) add(rule, parameter, origins);
  }
  for (const rule of rules) {
    if (!forecast.owners.has(rule.id)) continue;
    for (const [parameter, origins] of tracer.trace(rule)) {
      if (!tracer.wasRead(rule, parameter)) add(rule, parameter, origins);
    }
  }
}

interface Tracer {
  /** Where the parameters of a stage really come from, each place once. */
  trace(rule: Rule): ReadonlyMap<string, readonly Origin[]>;
  /** Whether a stage that was traced uses the parameter of its sub-workflow. */
  wasRead(init: Rule, parameter: string): boolean;
}

function createTracer(forecast: Forecast, idOf: ReadonlyMap<Rule, string>): Tracer {
  const known = new Map<Rule, ReadonlyMap<string, readonly Origin[]>>();
  const read = new Map<Rule, Set<string>>();
  const trace = (rule: Rule): ReadonlyMap<string, readonly Origin[]> => {
    const owner = forecast.owners.get(rule.id) ?? rule;
    const answer = known.get(owner) ?? traceAll(owner);
    known.set(owner, answer);
    return answer;
  };
  const traceAll = (rule: Rule): ReadonlyMap<string, readonly Origin[]> => {
    const sources = Array.from(sourcesOf(forecast, rule));
    return new Map(sources.map(([key, references]) => [key, unique(references.flatMap(follow))]));
  };
  const follow = ({ nodeId, pointer }: OutputReference): readonly Origin[] => {
    const rule = forecast.tasks.get(nodeId)?.rule;
    const [output] = pointer;
    if (rule === undefined) return [];
    if (!forecast.owners.has(rule.id)) {
      return [{ stage: idOf.get(rule) ?? '', output: String(output ?? '') }];
    }
    const handed = trace(rule);
    const used = output === undefined ? Array.from(handed.keys()) : [String(output)];
    const before = read.get(rule) ?? new Set();
    read.set(
      rule,
      used.reduce((all, parameter) => all.add(parameter), before),
    );
    return used.flatMap((parameter) => handed.get(parameter) ?? []);
  };
  return { trace, wasRead: (init, parameter) => read.get(init)?.has(parameter) === true };
}

function unique(origins: readonly Origin[]): Origin[] {
  const found = new Map(
    origins.map((origin) => [JSON.stringify([origin.stage, origin.output]), origin]),
  );
  return Array.from(found.values());
}

/** Adds an edge for every dependency along which nothing passes; `edges` has to hold all data by then. */
function addOrder(edges: EdgeSet, { forecast, idOf, positionOf }: Stages): void {
  const stages = Array.from(idOf).filter(([rule]) => !isInit(rule));
  const atPlace = new Map(stages.map(([rule, id]) => [placeOf(rule), id]));
  const told = new Set<string>();
  const dependencies = namedDependencies(forecast);
  for (const { rule, name, isEnforced } of dependencies.toSorted(
    (a, b) => positionOf(a.rule) - positionOf(b.rule),
  )) {
    const to = idOf.get(rule);
    const from = atPlace.get(placeOf({ offset: rule.offset, name }));
    if (to === undefined || from === undefined || from === to) continue;
    const pair = JSON.stringify([from, to]);
    if (told.has(pair)) continue;
    told.add(pair);
    if (!edges.hasData(from, to)) edges.add(from, to, 'order', isEnforced);
  }
}
