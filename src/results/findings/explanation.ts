/** A rule as text: for `lint --explain`, and in the documentation. */
import type { RuleDescription, RuleExample } from '../../lint/kit/rule.ts';

/** Markdown that is a pleasure to read as it stands. */
export function explainRule(rule: RuleDescription, heading = '#'): string {
  const { wrong, right } = rule.examples;
  return [
    `${heading} ${rule.id}`,
    '',
    `${capital(rule.title)}. (${rule.severity})`,
    '',
    `**Consequence:** ${rule.consequence}`,
    '',
    `**Do this:** ${rule.fix}`,
    '',
    ...describeExample('Wrong', wrong[0]),
    ...describeExample('Right', right[0]),
  ].join('\n');
}

function describeExample(label: string, example: RuleExample | undefined): string[] {
  if (example === undefined) return [];
  return [
    `${label}:`,
    '',
    ...Object.entries(example).flatMap(([file, text]) => describeFile(file, text)),
  ];
}

function describeFile(file: string, text: string): string[] {
  if (text === '') return [`(\`${file}\` is there, and empty.)`, ''];
  return [
    `\`\`\`${language(file)}`,
    `# ${file === 'server.json' ? 'what the server tells of itself' : file}`,
    shortened(text),
    '```',
    '',
  ];
}

function language(file: string): string {
  return file.endsWith('.json') ? 'js' : /\.(?:ya?ml|cwl)$/.test(file) ? 'yaml' : 'text';
}

function shortened(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line.length > 120 ? `${line.slice(0, 119)}…` : line))
    .join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
