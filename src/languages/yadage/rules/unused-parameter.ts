/** A parameter that a stage is given and does not use. */
import type { Json } from '../../../base/json.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { templateNames } from '../forecast/template.ts';
import { yadageTasks } from '../task.ts';
import { selectionsOf, type Packtivity } from '../read/workflow.ts';
import { take, yadageExample } from './example.ts';

export const yadageUnusedParameter: Rule<YadageSubject> = {
  id: 'yadage-unused-parameter',
  severity: 'info',
  code: 'parameters',
  title: 'a stage is given a parameter that neither its command nor its publisher uses',
  consequence: 'The parameter has no effect.',
  fix: 'Remove it, or use it.',
  examples: {
    wrong: [
      yadageExample({
        parameters: '{mass: 750}',
        command: 'python fit.py',
      }),
    ],
    right: [
      yadageExample(
        { parameters: '{mass: 750}', command: 'python fit.py {mass}' },
        // An output of another stage makes this one wait for its end.
        { name: 'plot', dependencies: '[fit]', parameters: take('limit') },
      ),
    ],
  },
  check: ({ workflow }) =>
    yadageTasks(workflow).flatMap(({ stage, step, path, isOnly }) => {
      const used = isOnly ? namesUsedBy(step) : undefined;
      if (used === undefined) return [];
      return selectionsOf(stage.scheduler).flatMap(({ key, value }, index) => {
        if (key === undefined || used.has(key) || ordersStages(value)) return [];
        const place = [...path.slice(0, -1), 'parameters', index, 'value'];
        const message = `stage ${stage.name} does not use its parameter ${key}`;
        return [{ message, ...workflow.keyPosition(place) }];
      });
    }),
};

/** Taking an output is also a way of waiting for another stage. */
function ordersStages(value: Json | undefined): boolean {
  return isJsonObject(value) && 'expression_type' in value && value.step !== 'init';
}

/** `undefined` when a jq program may use any of them. */
function namesUsedBy({ process, publisher }: Packtivity): ReadonlySet<string> | undefined {
  if (publisher.publisher_type === 'fromparjq-pub') return undefined;
  const isTemplate = publisher.publisher_type === 'interpolated-pub';
  const texts = isTemplate ? textsIn(publisher.publish ?? null) : [];
  const templates = [process?.cmd ?? '', process?.script ?? '', ...texts];
  return new Set([...templates.flatMap(templateNames), ...textsIn(publisher.outputmap ?? null)]);
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
