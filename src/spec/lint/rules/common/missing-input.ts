/** Files and folders that the specification names and that are not there. */
import { findPlaceholders } from '../../../placeholder.ts';
import type { Specification } from '../../../specification.ts';
import { declaredSources, type DeclaredSource } from '../../../workflow-source.ts';
import { serialExample } from '../../example.ts';
import type { Problem, Rule } from '../../rule.ts';
import type { LintSubject } from '../../subject.ts';

const inputs = (text: string) =>
  `inputs:\n  ${text}\n${serialExample(['python fit.py'])['reana.yaml'] ?? ''}`;

export const missingInput: Rule<LintSubject> = {
  id: 'missing-input',
  severity: 'error',
  title: 'an input, or a file of the workflow, does not exist',
  consequence:
    'reana-client passes over what is missing without a word; the run fails at the step that needs it, or at once when it is the workflow.',
  fix: 'Correct the path, which is relative to the folder of the analysis; commit the file.',
  examples: {
    wrong: [
      { 'reana.yaml': inputs('files: [fit.py]') },
      { 'reana.yaml': inputs('directories: [code]') },
      { 'reana.yaml': 'workflow: {type: yadage, file: workflow.yml}\n' },
    ],
    right: [{ 'reana.yaml': inputs('files: [fit.py]'), 'fit.py': '' }],
  },
  async check({ specification, files }) {
    const problems: Problem[] = [];
    for (const { path, place, directory } of namedPaths(specification)) {
      // A template's placeholders are filled in later.
      if (findPlaceholders(path).length > 0) continue;
      if ((await files.kindOf(path)) !== undefined) continue;
      const hint = /[*?[]/.test(path)
        ? { hint: 'Patterns are not expanded here: list the folder under inputs.directories.' }
        : {};
      problems.push({
        // Clients go on without a folder that is not there.
        ...(directory ? { severity: 'warning' } : {}),
        message: `${path} does not exist`,
        ...hint,
        ...specification.document.position(place),
      });
    }
    return problems;
  },
};

function namedPaths(specification: Specification): DeclaredSource[] {
  const { inputs } = specification;
  const listed = (['files', 'directories'] as const).flatMap((key) =>
    inputs[key].map((path, index) => ({
      path,
      directory: key === 'directories',
      place: ['inputs', key, index],
    })),
  );
  return [...listed, ...declaredSources(specification)];
}
