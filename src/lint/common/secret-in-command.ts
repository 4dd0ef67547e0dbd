/** A password or token that stands in the analysis for everybody to read. */
import { declaredSources } from '../../specification/workflow-source.ts';
import { serialExample } from '../kit/example.ts';
import type { Problem, Rule } from '../kit/rule.ts';
import type { LintSubject } from '../kit/subject.ts';

/** Each with the secret itself in the group `secret`. */
const patterns: readonly RegExp[] = [
  /\becho\s+(?:-\w+\s+)?(?<secret>"[^"$]+"|'[^'$]+'|[^\s$|"']+)\s*\|\s*(?:kinit|sudo\s+-S|voms-proxy-init)\b/,
  /--(?:password|passwd|token|api-key)[= ]["']?(?<secret>(?![-$<{%])[^\s"'$]{4,})/,
  /\b(?:Authorization:\s*(?:Bearer|Basic|Token)|PRIVATE-TOKEN:)\s+(?<secret>[^\s"'$]{8,})/i,
  /\b[A-Za-z_]*(?:PASSWORD|PASSWD|SECRET|ACCESS_TOKEN)=["']?(?<secret>[^\s"'$;]{4,})/,
  /\b\w+:\/\/[^\s/:@]+:(?<secret>[^\s/@$]{4,})@/,
  /\b(?<secret>glpat-[\w-]{20,}|gh[pousr]_[A-Za-z0-9]{30,})/,
];

export const secretInCommand: Rule<LintSubject> = {
  id: 'secret-in-command',
  severity: 'warning',
  title: 'a password or token stands in a file of the analysis',
  consequence: 'It goes into logs, into the database of REANA and into the history of git.',
  fix: 'Change the password; give the new one to the run as a secret, which is a variable in the job.',
  examples: {
    wrong: [
      serialExample(['echo hunter2 | kinit jdoe@CERN.CH']),
      serialExample(['python fetch.py --password hunter22']),
    ],
    right: [
      serialExample(['echo $$KINIT_PASSWORD | kinit jdoe@CERN.CH']),
      serialExample(['python fetch.py --password "$$PASSWORD"']),
    ],
  },
  async check({ specification, reader }) {
    const { file, document } = specification;
    const problems = scan(file, document.text);
    for (const source of declaredSources(specification)) {
      if (source.directory) continue;
      problems.push(...scan(source.path, (await reader.text(source.path)) ?? ''));
    }
    return problems;
  },
};

function scan(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, index) => {
    // No command is that long, and no pattern shall take its time with one.
    if (line.length > 2000) return [];
    const match = patterns.map((pattern) => pattern.exec(line)).find((found) => found !== null);
    const secret = match?.groups?.secret;
    if (secret === undefined) return [];
    const column = line.indexOf(secret, match?.index ?? 0) + 1;
    return [{ message: 'this looks like a password or a token', file, line: index + 1, column }];
  });
}
