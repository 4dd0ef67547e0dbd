/** The parameters that a stage is given, as far as they are known. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { Parameters } from '../semantics/scatter.ts';
import { OutputReference, Unforeseen, type Value } from '../semantics/value.ts';
import { WorkflowView } from '../semantics/view.ts';
import type { Forecast, Turn } from './model.ts';
import { nodesOf } from './names.ts';
import { addMistake } from './report.ts';
import { selectValue } from './select.ts';
import { selectionsOf } from '../read/workflow.ts';

/** The parameters before they are divided among the steps, or the bindings of a jq program. */
export function selectParameters(forecast: Forecast, { rule, scheduler, path }: Turn): Parameters {
  if (scheduler.scheduler_type === 'jq-stage') {
    const view = new WorkflowView(forecast.state, rule.offset);
    const bindings = Object.entries(scheduler.bindings ?? {});
    return Object.fromEntries(
      bindings.map(([key, binding]) => [key, new Unforeseen(stepsInPrograms(view, binding))]),
    );
  }
  const parameters = Array.from(selectionsOf(scheduler).entries());
  const selected = parameters.flatMap(([index, { key, value }]): [string, Value][] => {
    const place = [...path, 'parameters', index];
    if (key !== undefined && value !== undefined) {
      return [[key, selectValue(forecast, rule, value, [...place, 'value'])]];
    }
    addMistake(forecast, rule, {
      rule: 'yadage-task',
      message: `a parameter of stage ${rule.name} has no ${key === undefined ? 'key' : 'value'}, and the whole run ends`,
      ...forecast.workflow.position(place),
    });
    return [];
  });
  return Object.fromEntries(selected);
}

/** The steps that the jq programs in `{$wflowref: [which steps, what of their results]}` name. */
function stepsInPrograms(view: WorkflowView, value: Json): OutputReference[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item) => stepsInPrograms(view, item));
  }
  if (!isJsonObject(value)) return [];
  const { $wflowref: marked } = value;
  if (!Array.isArray(marked)) {
    return Object.values(value).flatMap((item) => stepsInPrograms(view, item));
  }
  const [program] = marked as readonly Json[];
  const names = typeof program === 'string' ? program.matchAll(/\.([A-Za-z_]\w*)/g) : [];
  return Array.from(names)
    .flatMap(([, step = '']) => nodesOf(view, { step }))
    .map(({ id }) => new OutputReference(id, []));
}
