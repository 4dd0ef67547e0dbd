/** Predicts the number of steps that a stage makes, and the parameters of each. */
import { PythonError } from '../../python/error.ts';
import type { NodePath } from '../../../document/source-document.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import { referencesIn } from '../semantics/references.ts';
import { scatter, scatterSize, type Parameters } from '../semantics/scatter.ts';
import { Unforeseen, type Value } from '../semantics/value.ts';
import type { Forecast, Turn } from './model.ts';
import { addMistake, notChecked } from './report.ts';
import { scatteredNames } from '../read/workflow.ts';

/** More steps than people look at one by one; beyond, one stands for all of its stage. */
const mostSteps = 2000;

export interface ParameterSets {
  /** One for each step, or a single one that stands for all of them. */
  readonly sets: readonly Value[];
  /** `undefined` when only the run can tell. */
  readonly count: number | undefined;
}

export function parameterSets(
  forecast: Forecast,
  turn: Turn,
  parameters: Parameters,
): ParameterSets {
  const { rule, scheduler, path } = turn;
  switch (scheduler.scheduler_type) {
    case 'jq-stage':
      notChecked(forecast, path, `jq makes the parameters of stage ${rule.name}`);
      return { sets: [new Unforeseen(referencesIn(parameters))], count: undefined };
    case 'multistep-stage':
      return scatterParameters(forecast, turn, parameters);
    case 'singlestep-stage':
      return { sets: [parameters], count: 1 };
  }
}

function scatterParameters(
  forecast: Forecast,
  { rule, scheduler, path }: Turn,
  parameters: Parameters,
): ParameterSets {
  const names = scatteredNames(scheduler);
  const method = scheduler.scatter?.method;
  const report = (message: string, place: NodePath, hint: string): void => {
    const position = forecast.workflow.position([...path, 'scatter', ...place]);
    addMistake(forecast, rule, { rule: 'yadage-scatter', message, hint, ...position });
  };
  const unknown = names.findIndex((name) => !Object.hasOwn(parameters, name));
  const unknownName = names[unknown];
  if (unknownName !== undefined) {
    const text = `stage ${rule.name} scatters over ${unknownName}, which is no parameter of it, and the whole run ends`;
    report(text, ['parameters', unknown], suggestionHint(unknownName, Object.keys(parameters)));
    return { sets: [parameters], count: 0 };
  }
  const open = names.filter((name) => parameters[name] instanceof Unforeseen);
  const isKnown = method === 'zip' || method === 'cartesian';
  if (open.length > 0 && isKnown) {
    notChecked(forecast, path, `how many steps stage ${rule.name} makes`);
    return { sets: [oneForAll(parameters, open)], count: undefined };
  }
  try {
    const count = scatterSize(parameters, scheduler);
    if (count === 0) {
      const why = isKnown
        ? 'what it scatters over is empty'
        : `there is no scatter method ${method ?? ''}`;
      const hint = 'Use zip or cartesian, over lists with something in them.';
      report(`stage ${rule.name} makes no steps: ${why}`, isKnown ? [] : ['method'], hint);
      return { sets: [parameters], count };
    }
    if (forecast.state.nodes.size + count <= mostSteps) {
      return { sets: scatter(parameters, scheduler), count };
    }
    notChecked(forecast, path, `each of the many steps of stage ${rule.name}`);
    return { sets: [oneForAll(parameters, names)], count };
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const text = `stage ${rule.name} cannot scatter, and the whole run ends (${error.message})`;
    report(text, [], 'Scatter needs parameters that are lists, and a method: zip or cartesian.');
    return { sets: [parameters], count: 0 };
  }
}

/** Parameters in which nobody knows what those of `names` are. */
function oneForAll(parameters: Parameters, names: readonly string[]): Parameters {
  const one = names.map((name) => [name, new Unforeseen(referencesIn(parameters[name] ?? null))]);
  return { ...parameters, ...(Object.fromEntries(one) as Parameters) };
}
