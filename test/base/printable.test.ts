import { describe, expect, it } from 'vitest';
import { forTerminal } from '../../src/base/printable.ts';
import { plainText } from '../../src/base/table.ts';
import { escapeXml } from '../../src/base/xml.ts';
import { code, codeBlock, folded, inline } from '../../src/hosts/gitlab/note/markdown.ts';
import { workflowToDot } from '../../src/results/graph/dot.ts';
import { workflowToMermaid } from '../../src/results/graph/mermaid.ts';
import { stage, workflow } from '../results/graph/workflow.ts';

/** What could steer a terminal, or turn a text round. */
const steering = [
  ['the clipboard', 'a\u001b]52;c;cm0gLXJmIH4=\u0007b'],
  ['the title', 'a\u001b]0;root\u001b\\b'],
  ['the cursor', 'a\u001b[2Ab'],
  ['the screen', 'a\u001b[2Jb'],
  ['a hidden text', 'a\u001b[8mb'],
  ['an answer to the shell', 'a\u001b[6nb'],
  ['a link', 'a\u001b]8;;https://evil.example\u0007b'],
  ['a reset', 'a\u001bcb'],
  ['8-bit control', 'a\u009b2Jb\u0090b\u009d0;root\u009c'],
  ['backspaces', 'a\b\b\bb'],
  ['a bell', 'a\u0007b'],
  ['delete', 'a\u007fb'],
  ['turned text', 'a\u202egnp.exe'],
  ['isolated text', 'a\u2066b\u2069'],
  ['marks of direction', 'a\u200f\u061cb'],
  ['line separators', 'a\u2028b\u2029'],
  ['a byte order mark', 'a\ufeffb'],
  ['invisible tags', 'a\u{e0041}b'],
] as const;

const raw = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\u{e0041}/u;

describe.each(steering)('%s', (_what, text) => {
  it('does not reach a terminal', () => {
    expect(forTerminal(`${text}\n`)).not.toMatch(raw);
  });

  it('does not reach a line of a log, a page, a report, a note, or a graph', () => {
    const graph = workflow([stage(text)]);
    const shown = [
      plainText(text),
      escapeXml(text),
      inline(text),
      code(text),
      folded(text, ''),
      codeBlock([text]),
      workflowToDot(graph),
      workflowToMermaid(graph),
    ];
    for (const one of shown) expect(one).not.toMatch(raw);
  });
});

describe('a terminal', () => {
  it.each([
    'plain µ 質 é 😀 👩‍🔬\tand\nlines\r\n',
    '\u001b[31mred\u001b[0m',
    '\u001b[1;32mgreen\u001b[m',
    '\r\u001b[K[####----] running',
    '\u001b[0Ksection_start:1767225600:reana_watch\r\u001b[0K\u001b[1mRun on REANA\u001b[0m\n',
  ])('gets %j as it is', (text) => {
    expect(forTerminal(text)).toBe(text);
  });

  it('is shown in JSON what the JSON means', () => {
    const value = { name: 'a\u202eb\u009bc\u{e0041}\u007f' };
    const text = forTerminal(JSON.stringify(value));
    expect(text).toContain('\\u202e');
    expect(JSON.parse(text)).toEqual(value);
  });
});
