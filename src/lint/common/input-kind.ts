/** Folders among the files, and files among the folders. */
import { withInputs } from '../kit/example.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const directoryAsFile: Rule<LintSubject> = {
  id: 'directory-as-file',
  severity: 'error',
  isUnseen: true,
  title: 'a folder is listed under inputs.files',
  consequence: 'The upload stops with an error.',
  fix: 'List it under inputs.directories.',
  examples: {
    wrong: [{ 'reana.yaml': withInputs('files: [code]'), 'code/fit.py': '' }],
    right: [{ 'reana.yaml': withInputs('directories: [code]'), 'code/fit.py': '' }],
  },
  check: (subject) => wrongKind(subject, 'files', 'directory'),
};

export const fileAsDirectory: Rule<LintSubject> = {
  id: 'file-as-directory',
  severity: 'error',
  isUnseen: true,
  title: 'a file is listed under inputs.directories',
  consequence: 'The upload leaves it out or stops with an error.',
  fix: 'List it under inputs.files.',
  examples: {
    wrong: [{ 'reana.yaml': withInputs('directories: [fit.py]'), 'fit.py': '' }],
    right: [{ 'reana.yaml': withInputs('files: [fit.py]'), 'fit.py': '' }],
  },
  check: (subject) => wrongKind(subject, 'directories', 'file'),
};

async function wrongKind(
  { specification, files }: LintSubject,
  key: 'files' | 'directories',
  kind: 'file' | 'directory',
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [index, path] of specification.inputs[key].entries()) {
    if ((await files.kindOf(path)) !== kind) continue;
    problems.push({
      message: `${path} is a ${kind === 'file' ? 'file' : 'folder'}`,
      ...specification.document.position(['inputs', key, index]),
    });
  }
  return problems;
}
