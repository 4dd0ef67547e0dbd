/** Steps that REANA has no job for. */
import type { Packtivity } from '../read/workflow.ts';
import type { Rule } from '../../../lint/kit/rule.ts';
import type { YadageSubject } from '../lint-subject.ts';
import { uniqueTasks } from '../task.ts';
import { yadageExample } from './example.ts';

export const yadageEnvironment: Rule<YadageSubject> = {
  id: 'yadage-environment',
  severity: 'error',
  title: 'a step has no container image, no process, or instructions for people',
  consequence: 'REANA runs commands and scripts in containers only: the engine stops at the step.',
  fix: 'Give a process and an environment of type docker-encapsulated; a step that only publishes has neither.',
  examples: {
    wrong: [
      yadageExample({ environment: '{environment_type: localproc-env}' }),
      yadageExample({ environment: 'null' }),
    ],
    right: [yadageExample({})],
  },
  check: ({ workflow }) =>
    uniqueTasks(workflow).flatMap(({ stage, step, path }) => {
      const problem = problemOf(step);
      if (problem === undefined) return [];
      const [part, text] = problem;
      const message = `stage ${stage.name} cannot run on REANA: ${text}`;
      return [{ message, ...workflow.position([...path, part]) }];
    }),
};

function problemOf({ process, environment }: Packtivity): [string, string] | undefined {
  if (process === null && environment === null) return undefined;
  if (process === null) return ['process', 'it has an environment and no process'];
  if (process.process_type === 'manual-instructions-proc') {
    return ['process', 'nobody follows its instructions'];
  }
  if (environment === null) return ['environment', 'it has no environment'];
  return environment.environment_type === 'docker-encapsulated'
    ? undefined
    : ['environment', `${environment.environment_type} is no container`];
}
