/** A key of a selector that yadage does not read. */
import { isJsonObject } from '../../../base/json.ts';
import { suggestionHint } from '../../../document/suggestion.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { placedStages } from '../task.ts';
import { yadageExample } from './example.ts';
import { selectionsOf } from '../read/workflow.ts';

const known = ['step', 'stages', 'steps', 'output', 'flatten', 'unwrap'];

export const yadageSelectorKey: Rule<YadageSubject> = {
  id: 'yadage-selector-key',
  severity: 'warning',
  title: 'a selector has a key that yadage does not read',
  consequence: 'The key is silently ignored.',
  fix: 'Correct the name.',
  examples: {
    wrong: [yadageExample({ parameters: '{mass: {stages: init, output: mass, unrwap: true}}' })],
    right: [yadageExample({ parameters: '{mass: {stages: init, output: mass, unwrap: true}}' })],
  },
  check: ({ workflow }) =>
    placedStages(workflow).flatMap(({ stage, path }) =>
      selectionsOf(stage.scheduler).flatMap(({ key = '', value = null }, index) => {
        if (!isJsonObject(value) || value.expression_type !== 'stage-output-selector') return [];
        return Object.keys(value)
          .filter((name) => name !== 'expression_type' && !known.includes(name))
          .map((name) => ({
            message: `yadage does not read ${name} in parameter ${key} of stage ${stage.name}`,
            hint: suggestionHint(name, known),
            ...workflow.keyPosition([...path, 'scheduler', 'parameters', index, 'value', name]),
          }));
      }),
    ),
};
