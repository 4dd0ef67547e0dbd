/** A selector in a place where yadage takes it for plain data. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import type { NodePath } from '../../../document/source-document.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { placedStages } from '../task.ts';
import { yadageExample } from './example.ts';
import { selectionsOf } from '../read/workflow.ts';

export const yadageLiteralSelector: Rule<YadageSubject> = {
  id: 'yadage-literal-selector',
  severity: 'warning',
  title:
    'a selector stands inside of a list or mapping, or in the list form without expression_type',
  consequence:
    'Only a whole parameter can be a selector: the step gets the text {step: …} instead of the output.',
  fix: 'Make it a parameter of its own; in the list form add expression_type: stage-output-selector.',
  examples: {
    wrong: [
      yadageExample({ parameters: '{masses: [{step: init, output: mass}]}' }),
      yadageExample({ parameters: '[{key: mass, value: {step: init, output: mass}}]' }),
    ],
    right: [yadageExample({ parameters: '{mass: {step: init, output: mass}}' })],
  },
  check: ({ workflow }) =>
    placedStages(workflow).flatMap(({ stage, path }) =>
      selectionsOf(stage.scheduler).flatMap(({ key = '', value = null }, index) =>
        selectorsIn(value, [...path, 'scheduler', 'parameters', index, 'value']).map((place) => ({
          message: `parameter ${key} of stage ${stage.name} holds a selector that is passed on as it stands`,
          hint: 'Make it a parameter of its own, or add expression_type: stage-output-selector.',
          ...workflow.position(place),
        })),
      ),
    ),
};

function selectorsIn(value: Json, path: NodePath): NodePath[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) => selectorsIn(item, [...path, index]));
  }
  if (!isJsonObject(value) || 'expression_type' in value) return [];
  const isSelector =
    typeof value.output === 'string' &&
    ['step', 'stages', 'steps'].some((key) => typeof value[key] === 'string');
  if (isSelector) return [path];
  return Object.entries(value).flatMap(([key, item]) => selectorsIn(item, [...path, key]));
}
