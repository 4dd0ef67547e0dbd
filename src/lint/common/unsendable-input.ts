/** Inputs that are there and that a run cannot send, or leaves out. */
import { withInputs } from '../kit/example.ts';
import { foundInputs } from '../kit/found-inputs.ts';
import type { Problem, Rule, RuleDescription } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const refused = 'reana-ci run refuses to submit; other clients leave the file out, or fail on it.';
const leftOut = { 'reana.yaml': withInputs('files: [fit.py]'), 'fit.py': '' };

export const unsendableInputs: readonly Rule<LintSubject>[] = [
  asCollected({
    id: 'unsafe-name',
    severity: 'error',
    title: 'an input has a name that cannot be sent',
    consequence: refused,
    fix: 'Rename the file: use UTF-8 without control characters and backslashes.',
    examples: {
      wrong: [
        { 'reana.yaml': withInputs('directories: [data]'), 'data/one\ttwo.csv': '' },
        { 'reana.yaml': withInputs('directories: [data]'), 'data/back\\slash.csv': '' },
      ],
      right: [{ 'reana.yaml': withInputs('directories: [data]'), 'data/one two.csv': '' }],
    },
  }),
  asCollected({
    id: 'special-file',
    severity: 'error',
    title: 'an input is a socket, a named pipe or a device',
    consequence: refused,
    fix: 'Put a regular file in its place, or leave it out with .reanaignore.',
    examples: { wrong: [], right: [leftOut] },
  }),
  asCollected({
    id: 'unreadable',
    severity: 'error',
    title: 'a folder of the inputs may not be read',
    consequence: refused,
    fix: 'Give yourself the permission to read it.',
    examples: { wrong: [], right: [leftOut] },
  }),
  asCollected({
    id: 'symlink',
    severity: 'warning',
    title: 'an input is a symbolic link, or lies below one',
    consequence: 'The input is left out of the workspace; the step that needs it fails.',
    fix: 'Put the file itself in place of the link.',
    examples: { wrong: [], right: [leftOut] },
  }),
];

/** A rule that tells what collecting the inputs of a run tells. */
function asCollected(description: RuleDescription): Rule<LintSubject> {
  return {
    ...description,
    async check({ specification }) {
      const { findings = [] } = (await foundInputs(specification)) ?? {};
      return findings
        .filter(({ rule }) => rule === description.id)
        .map(({ rule: _rule, ...problem }): Problem => problem);
    },
  };
}
