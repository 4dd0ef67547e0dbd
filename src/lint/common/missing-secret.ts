/** Secrets that the hints of steps cannot do without. */
import { requiredSecrets } from '../../languages/secret-requirement.ts';
import { stepExample } from '../kit/example.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const server = (...names: readonly string[]) => ({
  'server.json': JSON.stringify({ secrets: names }),
});

export const missingSecret: Rule<LintSubject> = {
  id: 'missing-secret',
  severity: 'error',
  title: 'a step needs a secret that your account on the server does not have (--online)',
  consequence:
    'REANA starts the job silently without the credential; it fails much later, at its first access.',
  fix: 'Add the secret with reana-client secrets-add, or hand it to reana-ci run.',
  examples: {
    wrong: [{ ...stepExample('kerberos: true'), ...server('CERN_USER') }],
    right: [
      { ...stepExample('kerberos: true'), ...server('CERN_USER', 'CERN_KEYTAB') },
      stepExample(),
    ],
  },
  async check({ specification, cluster }) {
    const problems: Problem[] = [];
    const there = cluster?.secrets;
    for (const { reason, position, anyOf } of await requiredSecrets(specification)) {
      const missing = anyOf.map((list) =>
        list.map(({ name }) => name).filter((name) => there?.includes(name) !== true),
      );
      if (missing.some((list) => list.length === 0)) continue;
      const names = missing.map((list) => list.join(', ')).join(', or ');
      problems.push({
        ...(there === undefined
          ? { severity: 'info', message: `${reason} needs secrets: ${names}; not checked here` }
          : { message: `${reason} lacks secrets: ${names}` }),
        ...(position ?? specification.document.position(['workflow'])),
      });
    }
    return problems;
  },
};
