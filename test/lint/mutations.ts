/** Analyses that went wrong by chance, the same ones for the same seed. */

export type Random = () => number;

/** Numbers from 0 to 1 (Mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const words = [
  ...[
    '~',
    '[]',
    '{}',
    '-1',
    '1.5',
    'yes',
    '"',
    "'",
    ': ',
    '- ',
    '#',
    '&a ',
    '*a',
    '<<: *a',
    '|',
    '>',
  ],
  ...[
    '\t',
    '\u0000',
    '\u2028',
    '{x}',
    '${x}',
    '$(x)',
    '$$',
    'null',
    '2026-01-01',
    '../',
    '/',
    '!!set',
  ],
];

/** One slip: a piece removed, repeated, moved or replaced, a byte changed, or a line lost. */
export function mutate(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const length = 1 + Math.floor(random() ** 3 * 40);
  const piece = text.slice(at, at + length);
  const word = words[Math.floor(random() * words.length)] ?? '';
  const lines = text.split('\n');
  const line = Math.floor(random() * lines.length);
  const changes: (() => string)[] = [
    () => text.slice(0, at) + text.slice(at + length),
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, at) + word + text.slice(at),
    () => text.slice(0, at) + word + text.slice(at + length),
    () => text.slice(0, at) + String.fromCharCode(random() * 256) + text.slice(at + 1),
    () => lines.toSpliced(line, 1).join('\n'),
    () => lines.toSpliced(line, 0, lines[Math.floor(random() * lines.length)] ?? '').join('\n'),
    () => lines.with(line, `  ${lines[line] ?? ''}`).join('\n'),
    () => lines.with(line, (lines[line] ?? '').replace(/:.*/, `: ${word}`)).join('\n'),
  ];
  return changes[Math.floor(random() * changes.length)]?.() ?? text;
}

/** Texts made to hurt a reader: deep, large, circular, binary. */
export const hostileTexts: readonly string[] = [
  '',
  '\u0000\u0001',
  '['.repeat(20_000),
  `a: ${'{b: '.repeat(500)}1${'}'.repeat(500)}`,
  'a: &a [*a]\nworkflow: *a\n',
  `a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, i) => `${'b'.repeat(i + 1)}: &${'b'.repeat(i + 1)} [${`*${i === 0 ? 'a' : 'b'.repeat(i)}, `.repeat(10)}]`).join('\n')}\n`,
  `workflow: {type: serial, specification: {steps: [${'{environment: a, commands: [b]}, '.repeat(4000)}]}}`,
  `workflow: {type: serial, specification: {steps: [{environment: ${'a/'.repeat(50_000)}, commands: ["${'$'.repeat(50_001)}"]}]}}`,
  `workflow: {type: serial, specification: {steps: [{environment: ${'a-'.repeat(200)}!, commands: [ls]}]}}`,
  `workflow: {type: serial, specification: {steps: [{environment: a, commands: ["${"echo 'x' && ".repeat(20_000)}"]}]}}`,
  `inputs: {files: [${Array.from({ length: 5000 }, (_, index) => `f${index}`).join(', ')}]}\nworkflow: {type: yadage, file: reana.yaml}\n`,
  'workflow: {type: cwl, file: reana.yaml}\nclass: Workflow\nsteps: {a: {run: reana.yaml}}\n',
  'workflow: {type: snakemake, file: reana.yaml}\ninclude: "reana.yaml"\n',
];
