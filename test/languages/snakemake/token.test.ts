import { describe, expect, it } from 'vitest';
import { readTokens } from '../../../src/languages/snakemake/token.ts';

/** Kinds of those that stand for no text, texts of the others. */
function tokens(text: string): string[] {
  return readTokens('Snakefile', text).tokens.map((token) =>
    token.text.trim() === '' ? token.kind : token.text,
  );
}

function problem(text: string): string | undefined {
  const { problem } = readTokens('Snakefile', text);
  return problem && `${problem.position.line}:${problem.position.column} ${problem.message}`;
}

describe('a Snakefile', () => {
  it('is cut into words, with its indentation', () => {
    expect(tokens('rule a:\n    input: "x" # y\n\n    shell: r\'z\'\n')).toEqual([
      ...['rule', 'a', ':', 'newline', 'indent', 'input', ':', '"x"', 'newline', 'newline'],
      ...['shell', ':', "r'z'", 'newline', 'newline', 'dedent'],
    ]);
  });

  it('knows no lines in brackets, in texts and behind a backslash', () => {
    expect(tokens('a = [\n  1,\n]\nb = """\n#"\n"""\nc = \\\n  2')).toEqual([
      ...['a', '=', '[', '1', ',', ']', 'newline', 'b', '=', '"""\n#"\n"""', 'newline'],
      ...['c', '=', '2', 'newline'],
    ]);
  });

  it('places what stands behind texts of several lines', () => {
    const { tokens: found } = readTokens('Snakefile', '"""a\nb""" c\n d');
    const last = found.findLast(({ text }) => text === 'd');
    expect(last?.position).toEqual({ file: 'Snakefile', line: 3, column: 2 });
  });

  it.each([
    ['a = "b\n', '1:5 this text has no end'],
    ['a = """b\n', '1:5 this text has no end'],
    ['a = (b\nc', '1:5 this ( is never closed'],
    ['a = (b]', '1:7 this ] does not close the ( of line 1'],
    ['a = b)', '1:6 this ) closes nothing'],
    [`a = ${'['.repeat(201)}`, '1:205 too many brackets within brackets'],
    ['a = ?', '1:5 "?" cannot stand here'],
    ['if a:\n    b\n  c', '3:3 this line is indented like no line before it'],
    ['a\0', '1:1 the file holds a zero byte, and is no text'],
  ])('%j has a mistake', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('takes as many brackets within brackets as Python does', () => {
    expect(problem(`a = ${'['.repeat(200)}${']'.repeat(200)}`)).toBeUndefined();
  });

  it('may be as odd as it likes', () => {
    for (const piece of ['[', '(', '"', "'''", '\\\n', ' \n\t', 'a:\n  ', '{', ')', 'é']) {
      expect(readTokens('Snakefile', piece.repeat(20_000)).tokens.length).toBeGreaterThan(0);
    }
  });
});
