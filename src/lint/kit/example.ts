/** Writing the examples of rules. */
import type { RuleExample } from './rule.ts';

/** An analysis with a serial workflow of one step, which has `lines` besides its commands and image. */
export function stepExample(...lines: readonly string[]): RuleExample {
  return serialExample(['python fit.py'], lines);
}

/** An analysis with a serial workflow of one step; `image` stands in `lines` when another one is wanted. */
export function serialExample(
  commands: readonly string[],
  lines: readonly string[] = [],
): RuleExample {
  const own = lines.some((line) => line.startsWith('environment:'))
    ? []
    : ['environment: docker.io/library/python:3.12-slim'];
  const indented = [...own, ...lines].map((line) => `        ${line}\n`).join('');
  const list = commands.map((command) => `          - ${command}\n`).join('');
  return {
    'reana.yaml': `workflow:
  type: serial
  specification:
    steps:
      - name: fit
${indented}        commands:
${list}outputs:
  files:
    - limit.json
`,
  };
}

/** The same specification with a line of `inputs`. */
export function withInputs(line: string): string {
  return `inputs:\n  ${line}\n${serialExample(['python fit.py'])['reana.yaml'] ?? ''}`;
}

/** An analysis with one text in one of its files replaced by another. */
export function withReplaced<File extends string>(
  files: Readonly<Record<File, string>>,
  file: File,
  from: string,
  to: string,
): RuleExample {
  return { ...files, [file]: files[file].replace(from, () => to) };
}
