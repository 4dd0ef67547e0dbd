/** Names of stages that cannot be referred to, or that collide. */
import type { PlacedStage } from '../task.ts';
import { placedStages } from '../task.ts';
import type { Problem, Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { yadageExample } from './example.ts';

export const yadageStageName: Rule<YadageSubject> = {
  id: 'yadage-stage-name',
  severity: 'warning',
  title: 'the name of a stage is used twice, or cannot be referred to',
  consequence:
    'Stages of one name share one folder and cannot be told apart; a name with other characters than letters, digits, _ and - cannot be depended on, and a slash makes the step fail.',
  fix: 'Give each stage a name of its own, of letters, digits, _ and -.',
  examples: {
    wrong: [
      yadageExample({}, {}),
      yadageExample({ name: '1st' }),
      yadageExample({ name: 'fit/one' }),
      yadageExample({ name: 'init' }),
    ],
    right: [yadageExample({ name: 'fit-1' })],
  },
  check: ({ workflow }) =>
    placedStages(workflow).flatMap((placed) => {
      const problem = problemOf(placed);
      return problem === undefined
        ? []
        : [{ ...problem, ...workflow.position([...placed.path, 'name']) }];
    }),
};

function problemOf({ stage, siblings }: PlacedStage): Problem | undefined {
  const { name } = stage;
  if (name.includes('/')) {
    return {
      severity: 'error',
      message: `stage ${name} has a slash in its name, and its steps fail`,
      hint: 'Write - instead.',
    };
  }
  if (name === '' || name === '.' || name === '..') {
    return {
      severity: 'error',
      message: `'${name}' is no name for a stage: its folder is named after it`,
      hint: 'Give it a name of letters, digits, _ and -.',
    };
  }
  if (name === 'init') {
    return {
      message: 'a stage is named init, as is the stage of the input parameters',
      hint: 'Rename it.',
    };
  }
  if (!/^[A-Za-z_@][\w@-]*$/.test(name) || name === 'where') {
    return {
      message: `${name} cannot be depended on: it is no name that a path expression can hold`,
      hint: 'Use letters, digits, _ and -, and begin with a letter.',
    };
  }
  const first = siblings.find((other) => other.name === name);
  if (first === stage) return undefined;
  return {
    message: `there is another stage ${name}: both write to the same folder`,
    hint: 'Rename one of them.',
  };
}
