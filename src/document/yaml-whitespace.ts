/** White space that YAML allows and PyYAML, which REANA reads files with, does not. */
import { isScalar, visit } from 'yaml';
import type { Finding } from '../base/error.ts';
import type { SourceDocument } from './source-document.ts';

type Range = readonly [start: number, end: number];

/**
 * Tabs and Unicode's line breaks between words. PyYAML takes a tab in quotes, block texts and comments only,
 * and ends the line at U+0085, U+2028 and U+2029, where other readers see a character like any other.
 */
export function whitespaceFindings(source: SourceDocument): Finding[] {
  const { text } = source;
  if (!/[\t\u0085\u2028\u2029]/.test(text)) return [];
  const quoted = quotedRanges(source);
  const findings: Finding[] = [];
  let passed = 0;
  for (const { index, 0: character } of text.matchAll(/[\t\u0085\u2028\u2029]/g)) {
    while ((quoted[passed]?.[1] ?? Infinity) <= index) passed += 1;
    const inQuotes = (quoted[passed]?.[0] ?? Infinity) <= index;
    if (inQuotes || (character === '\t' && isInComment(text, index, quoted[passed - 1]))) continue;
    findings.push({
      rule: 'yaml-syntax',
      severity: 'error',
      message:
        character === '\t'
          ? 'REANA takes no tab here'
          : 'this invisible character is a line break to REANA',
      hint: character === '\t' ? 'Use blanks.' : 'Remove it.',
      ...source.positionAt(index),
    });
  }
  return findings;
}

/** Texts in quotes and block texts, in the order of the file. */
function quotedRanges({ document }: SourceDocument): Range[] {
  const ranges: Range[] = [];
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || node.range == null || node.type === 'PLAIN') return;
      ranges.push([node.range[0], node.range[1]]);
    },
  });
  return ranges.sort(([a], [b]) => a - b);
}

/** Whether a # begins a comment between the start of the line, or the last quotation in it, and `index`. */
function isInComment(text: string, index: number, quotation: Range | undefined): boolean {
  const line = text.lastIndexOf('\n', index - 1) + 1;
  return /(?:^|[ \t])#/.test(text.slice(Math.max(line, quotation?.[1] ?? 0), index));
}
