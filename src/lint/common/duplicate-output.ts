/** An output that is named twice, or lies in a folder that is fetched anyway. */
import { isBelow } from '../../specification/path-list.ts';
import { serialExample } from '../kit/example.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

const outputs = (text: string) => ({
  'reana.yaml': (serialExample(['python fit.py'])['reana.yaml'] ?? '').replace(
    /outputs:[^]*$/,
    `outputs:\n  ${text}\n`,
  ),
});

export const duplicateOutput: Rule<LintSubject> = {
  id: 'duplicate-output',
  severity: 'info',
  title: 'an output is listed twice',
  consequence: 'reana-client fetches the file twice.',
  fix: 'Remove one of them.',
  examples: {
    wrong: [
      outputs('files: [a.png, ./a.png]'),
      outputs('{files: [fit/a.png], directories: [fit]}'),
    ],
    right: [outputs('{files: [a.png], directories: [fit]}')],
  },
  check: ({ specification: { outputs: declared, document } }) => {
    const seen = new Set<string>();
    const problems: Problem[] = [];
    for (const key of ['directories', 'files'] as const) {
      for (const [index, path] of declared[key].entries()) {
        const folder = declared.directories.find((name) => isBelow(name, path));
        const position = document.position(['outputs', key, index]);
        if (seen.has(path)) problems.push({ message: `${path} is listed twice`, ...position });
        else if (folder !== undefined) {
          problems.push({ message: `${path} lies in ${folder}, which is listed`, ...position });
        }
        seen.add(path);
      }
    }
    return problems;
  },
};
