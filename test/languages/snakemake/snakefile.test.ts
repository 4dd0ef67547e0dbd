import { describe, expect, it } from 'vitest';
import { parseSnakefile } from '../../../src/languages/snakemake/snakefile.ts';

function values(text: string): unknown {
  const [rule] = parseSnakefile('Snakefile', `rule a:\n    input: ${text}\n`).rules;
  const given = rule?.directives.get('input')?.arguments ?? [];
  return given.map(({ name, value }) => (name === undefined ? value : { [name]: value }));
}

function problems(text: string): string[] {
  return parseSnakefile('Snakefile', text).problems.map(
    ({ message, position }) => `${position.line}:${position.column} ${message}`,
  );
}

describe('the values of a keyword', () => {
  it.each([
    ['"a", \'b\'', ['a', 'b']],
    ['"a" "b",', ['ab']],
    ['a="b", c=1', [{ a: 'b' }, { c: 1 }]],
    ['["a", ["b"]], True, None, -1', [['a', ['b']], true, null, -1]],
    ['temp("a"), directory("b")', ['a', 'b']],
    ['r"\\d" "\\\\"', ['\\d\\']],
    ['expand("{x}-{y}", x=["a", "b"], y=1)', [['a-1', 'b-1']]],
    ['expand("{{w}}/{x}", x="a")', [['{w}/a']]],
    ['f"{x}"', [undefined]],
    ['expand("{x}", x=X), lambda w: w.a, config["b"]', [undefined, undefined, undefined]],
    ['expand("{x}", y=1)', [undefined]],
    ['"a" + "b"', [undefined]],
  ])('are known of %s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('are the lines below it, to an empty one', () => {
    const { rules, directives } = parseSnakefile(
      'Snakefile',
      'include: "a.smk"\nrule b:\n    "what it does"\n    input:\n        # first\n        "c"\n        "d"\n    log:\n\n        "e"\n',
    );
    expect(directives.map(({ keyword }) => keyword)).toEqual(['include']);
    expect(rules[0]?.directives.get('input')?.arguments[0]?.value).toBe('cd');
    expect(rules[0]?.directives.get('log')?.arguments).toEqual([]);
    expect(rules[0]?.strays).toEqual([{ file: 'Snakefile', line: 10, column: 9 }]);
  });
});

describe('a Snakefile', () => {
  it('tells where its Python is', () => {
    const { python, names, rules, isOpen } = parseSnakefile(
      'Snakefile',
      'import os\nif os.x:\n    rule a:\n        run:\n            print(1)\nuse rule b from c\nrule:\n    shell: "ls"\n',
    );
    expect(python.map(({ line }) => line)).toEqual([1, 2, 4, 6]);
    expect(names).toContain('os');
    expect(rules.map(({ name, isConditional }) => [name, isConditional])).toEqual([
      ['a', true],
      ['', false],
    ]);
    expect(isOpen).toBe(true);
  });

  it.each([
    ['rule a\n    input: "b"', '1:1 a colon is missing after rule'],
    ['rule a:\n    input "b"', '2:5 a colon is missing after input'],
    ['rule a:\n    input: "b" c="d"', '2:16 a comma is missing before this'],
    ['rule a:\n    input: "b",, "c"', '2:12 there is a comma too many'],
    ['rule a:\n    input: b="c", "d"', '2:19 a value without a name follows one with a name'],
    ['rule a:\n    input: b="c", b="d"', '2:19 b is given twice'],
    ['rule a:\n    input: "b" +', '2:16 nothing follows this +'],
    ['rule a:\n    input: "b"\n      output: "c"', '3:7 a comma is missing before this'],
    ['rule a:\n    shell: 1', '2:12 shell takes one text and nothing else'],
    ['rule a:\n    shell: "a", "b"', '2:12 shell takes one text and nothing else'],
    ['rule a:\n    shell: f(\n        x)', '3:9 what begins behind shell: ends with the line'],
    ['rule a:\n    shell:\n', '2:5 nothing follows shell'],
    ['rule a:\n    1', '2:5 only keywords can stand in a rule'],
    ['x = 1\n  rule a:', '2:3 this line is indented without a reason'],
  ])('%j has a mistake', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  it('is read to its mistake', () => {
    const { rules, problems: found } = parseSnakefile('S', 'rule a:\n    shell: "ls"\nx = "\n');
    expect(rules.map(({ name }) => name)).toEqual(['a']);
    expect(found).toHaveLength(1);
  });

  it('may be as deep as it likes', () => {
    for (const piece of ['[', 'temp(', '[[],', 'x if ', 'lambda: ']) {
      const text = `rule a:\n    input: ${piece.repeat(5000)}`;
      expect(parseSnakefile('Snakefile', text).rules).toHaveLength(1);
    }
  });
});
