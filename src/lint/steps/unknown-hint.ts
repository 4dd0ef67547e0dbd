/** A key of a step that REANA does not read. */
import { stepExample } from '../kit/example.ts';
import { hintKinds } from '../kit/hint.ts';
import { suggest } from '../../document/suggestion.ts';
import type { Rule } from '../kit/rule.ts';
import type { StepsSubject } from '../kit/step.ts';

export const unknownHint: Rule<StepsSubject> = {
  id: 'unknown-hint',
  severity: 'warning',
  title: 'a step has a key that REANA does not read',
  consequence: 'The key is silently ignored: the job gets the default instead.',
  fix: 'Correct the name, or remove the line.',
  examples: {
    wrong: [stepExample('kubernetes_memory: 8Gi'), stepExample('voms-proxy: true')],
    right: [stepExample('kubernetes_memory_limit: 8Gi', 'voms_proxy: true')],
  },
  check: ({ steps }) =>
    steps.flatMap((step) => {
      const known = [...hintKinds.keys(), ...step.otherNames];
      return Object.keys(step.hints).flatMap((name) => {
        if (known.includes(name)) return [];
        // A name that begins a known one is more likely cut short than misspelt.
        const near =
          suggest(name, known) ?? known.find((candidate) => candidate.startsWith(`${name}_`));
        if (near === undefined && step.namesAreOpen) return [];
        const hint = near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`;
        const message = `REANA does not read ${name} of ${step.label}`;
        return [{ message, hint, ...step.hintPosition(name) }];
      });
    }),
};
