/** Commands that cannot work in a job of REANA, or leave its workspace. */
import { serialExample } from '../kit/example.ts';
import type { Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

export const dangerousCommand: Rule<LintSubject> = {
  id: 'dangerous-command',
  severity: 'warning',
  title: 'a command uses sudo, or goes to the root of the file system',
  consequence: 'Jobs are not root and cannot become it; files outside of the workspace are lost.',
  fix: 'Install what is needed when the image is built, and stay in the workspace.',
  examples: {
    wrong: [serialExample(['sudo apt-get install -y jq']), serialExample(['cd / && ls'])],
    right: [serialExample(['cd code && python fit.py'])],
  },
  check: ({ specification: { file, document } }) =>
    document.text.split('\n').flatMap((text, index) => {
      const match = /(?<![\w-])(?:sudo |cd \/)/.exec(text.replace(/(^|\s)#.*$/, ''));
      if (match === null) return [];
      const message = `“${match[0].trim()}” might be dangerous`;
      return [{ message, file, line: index + 1, column: match.index + 1 }];
    }),
};
