/**
 * Markdown in which nothing that a step, a file or a person named can become markup, a mention, a link or a
 * command to GitLab.
 */
import { stripVTControlCharacters } from 'node:util';
import { plainText } from '../../../base/table.ts';
import { unprintable } from '../../../base/printable.ts';
import { isWebAddress } from '../../../results/reports/annotations.ts';

/** Text that means itself in the middle of a line, in a table, too. */
const harmless =
  /^(?!.*www\.)(?:[\p{L}\p{N}\p{M} .,;()/=+±²√−"'?-]|:(?= |$)|(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}]))*$/iu;
/** Text in the middle of a line: as it is where that is safe, else as code. */
export function inline(text: string, longest = 200): string {
  const plain = oneLine(text, longest);
  return harmless.test(plain) ? plain : code(plain, longest);
}

/** A code span, in which nothing has a meaning; for tables, too. */
export function code(text: string, longest = 200): string {
  // A cell of a table ends at a vertical bar even within code.
  const plain = oneLine(text, longest).replaceAll('|', '¦');
  if (plain === '') return '';
  const fence = '`'.repeat(longestRun(plain) + 1);
  const pad = plain.startsWith('`') || plain.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${plain}${pad}${fence}`;
}

/** Lines as they are, in a block that none of them can end. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const fence = '`'.repeat(Math.max(longestRun(lines.join('\n')) + 1, 3));
  return [`${fence}${language}`, ...lines.map(withoutSteering), fence].join('\n');
}

/** @param label is Markdown already */
export function link(label: string, url: string | undefined): string {
  if (url === undefined || !isWebAddress(url)) return label;
  const safe = new URL(url).href.replace(/[()<>\\|`\s]/g, (character) =>
    encodeURIComponent(character),
  );
  // encodeURIComponent leaves brackets alone, and they would end the link.
  return `[${label}](${safe.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Folded away until somebody clicks. @param summary is Markdown-free text or harmless HTML */
export function folded(summary: string, content: string): string {
  return `<details><summary>${escapeHtml(summary)}</summary>\n\n${content}\n\n</details>`;
}

/** Cells are Markdown already; an empty table for no rows. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

function oneLine(text: string, longest: number): string {
  const plain = plainText(text.toWellFormed());
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

/** Blanks at the beginning of a line of a log mean something. */
function withoutSteering(line: string): string {
  return stripVTControlCharacters(line).replace(unprintable, ' ').toWellFormed();
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Within a summary GitLab still finds mentions and references, which these characters begin. */
function escapeHtml(text: string): string {
  return oneLine(text, 200)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#!~%:$*_[\]`^]/g, '');
}
