/** Files and folders that the specification names and that are not there. */
import path from 'node:path';
import { suggest } from '../../document/suggestion.ts';
import type { AnalysisFiles } from '../kit/analysis-files.ts';
import { emptySubmodules } from '../../specification/empty-submodules.ts';
import { findPlaceholders } from '../../specification/placeholder.ts';
import { liesIn } from '../../specification/unfetched-inputs.ts';
import { declaredSources, listedInputs } from '../../specification/workflow-source.ts';
import { withInputs } from '../kit/example.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const missingInput: Rule<LintSubject> = {
  id: 'missing-input',
  severity: 'error',
  isUnseen: true,
  title: 'an input, or a file of the workflow, does not exist',
  consequence:
    'reana-client silently skips what is missing; the run fails at the step that needs it, or at once when it is the workflow.',
  fix: 'Correct the path, which is relative to the folder of the analysis; commit the file.',
  examples: {
    wrong: [
      { 'reana.yaml': withInputs('files: [fit.py]') },
      { 'reana.yaml': withInputs('files: [code/fit.py]'), 'code/fits.py': '' },
      { 'reana.yaml': withInputs('directories: [code]') },
      { 'reana.yaml': 'workflow: {type: yadage, file: workflow.yml}\n' },
    ],
    right: [{ 'reana.yaml': withInputs('files: [fit.py]'), 'fit.py': '' }],
  },
  async check({ specification, files }) {
    const problems: Problem[] = [];
    let submodules: readonly string[] | undefined;
    const named = [...listedInputs(specification), ...declaredSources(specification)];
    for (const { path: name, place, directory } of named) {
      // A template's placeholders are filled in later.
      if (findPlaceholders(name).length > 0) continue;
      if ((await files.kindOf(name)) !== undefined) continue;
      submodules ??= await emptySubmodules(specification.root);
      // Another rule tells these, and how to fetch them.
      if (liesIn(submodules, name)) continue;
      const hint = problems.length < mostHints ? await hintFor(name, files) : undefined;
      problems.push({
        // Clients go on without a folder that is not there.
        ...(directory ? { severity: 'warning' } : {}),
        message: `${name} does not exist`,
        ...(hint === undefined ? {} : { hint }),
        ...specification.document.position(place),
      });
    }
    return problems;
  },
};

/** More mistakes than these have one reason, and folders can be large. */
const mostHints = 20;
const mostNames = 1000;

async function hintFor(name: string, files: AnalysisFiles): Promise<string | undefined> {
  if (/[*?[]/.test(name)) {
    return 'Patterns are not expanded here: list the folder under inputs.directories.';
  }
  const { dir, base } = path.posix.parse(name);
  const names = await files.namesBeside(name);
  const near = names.length > mostNames ? undefined : suggest(base, names);
  return near === undefined ? undefined : `Did you mean ${path.posix.join(dir, near)}?`;
}
