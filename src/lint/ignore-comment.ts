/** Comments that silence a rule for one line: `# reana-ci-ignore rule-id: reason`. */
import type { Finding } from '../base/error.ts';

export interface IgnoreComment {
  readonly rules: readonly string[];
  /** Empty when the author gives none; the comment then silences nothing. */
  readonly reason: string;
  readonly file: string;
  /** Where the comment stands. */
  readonly line: number;
  readonly column: number;
  /** The line it speaks of: its own, or the next one when it has its line for itself. */
  readonly target: number;
}

const comment = /#\s*reana-ci-ignore\b[ \t]*(?<rules>[a-z0-9, \t-]*)(?::(?<reason>.*))?/;

/** The comments in a file; YAML and Snakefiles begin theirs alike. */
export function ignoreComments(file: string, text: string): IgnoreComment[] {
  if (!text.includes('reana-ci-ignore')) return [];
  const lines = text.split('\n');
  const targets = linesOfContent(lines);
  return lines.flatMap((content, index) => {
    const match = comment.exec(content);
    if (match === null) return [];
    const ownLine = content.slice(0, match.index).trim() === '';
    const rules = (match.groups?.rules ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
    return [
      {
        rules,
        reason: (match.groups?.reason ?? '').trim(),
        file,
        line: index + 1,
        column: match.index + 1,
        target: (ownLine ? (targets[index] ?? index) : index) + 1,
      },
    ];
  });
}

/** Findings without those that a comment silences, and with what is wrong with the comments. */
export async function silence(
  findings: readonly Finding[],
  comments: readonly IgnoreComment[],
): Promise<readonly Finding[]> {
  if (comments.length === 0) return findings;
  // All rules of all languages: most analyses silence none.
  const { loadRuleIds, unknownRule } = await import('./rule-list.ts');
  const ruleIds = await loadRuleIds();
  const used = new Set<IgnoreComment>();
  const byPlace = Map.groupBy(comments, ({ file, target }) => placeKey(file, target));
  const heard = findings.filter(({ file, line, rule }) => {
    const here = byPlace.get(placeKey(file, line)) ?? [];
    const match = here.find(({ rules, reason }) => reason !== '' && rules.includes(rule));
    if (match !== undefined) used.add(match);
    return match === undefined;
  });
  const unknown = ({ rules, file, line, column }: IgnoreComment) =>
    rules
      .filter((rule) => !ruleIds.has(rule))
      .map((rule) => unknownRule(rule, ruleIds, { file, line, column }));
  return [...heard, ...comments.flatMap((item) => problemsOf(item, used.has(item), unknown(item)))];
}

function placeKey(file = '', line = 0): string {
  return `${line}:${file}`;
}

function problemsOf(item: IgnoreComment, isUsed: boolean, unknown: readonly Finding[]): Finding[] {
  const { file, line, column, rules, reason } = item;
  const place = { file, line, column };
  const problems = [...unknown];
  if (reason === '' || rules.length === 0) {
    problems.push({
      rule: 'ignore-without-reason',
      severity: 'warning',
      message: 'this comment silences nothing: it has to name a rule and give a reason',
      hint: 'Write # reana-ci-ignore rule-id: reason',
      ...place,
    });
  } else if (!isUsed && unknown.length === 0) {
    problems.push({
      rule: 'unused-ignore',
      severity: 'info',
      message: `there is nothing to silence here for ${rules.join(', ')}`,
      hint: 'Remove the comment.',
      ...place,
    });
  }
  return problems;
}

/** For each line the next one that is not a comment itself, as far as there is one. */
function linesOfContent(lines: readonly string[]): (number | undefined)[] {
  const targets: (number | undefined)[] = [];
  let next: number | undefined;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    targets[index] = next;
    if (!/^\s*(#|$)/.test(lines[index] ?? '')) next = index;
  }
  return targets;
}
