import { describe, expect, it } from 'vitest';
import { parseSnakefile } from '../../../src/languages/snakemake/parse.ts';

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
    ['("a", "b"), 1.0', [['a', 'b'], undefined]],
    ['expand("{x}-{y}", x=True, allow_missing=True)', [['True-{y}']]],
    ['*["a"], **{"b": 1}', [undefined, undefined]],
    [
      'lambda wildcards, attempt: 5 * attempt, b=lambda *a, c=1, **d: 1',
      [undefined, { b: undefined }],
    ],
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

describe('Python in a Snakefile', () => {
  it.each([
    'rule a:\n    resources: mem_mb=lambda wildcards, attempt: 500 * attempt, x=lambda *a, k=1, **b: 1.',
    'rule a:\n    input: f"{x}" if x else [y for y in z], *w',
    'rule a:\n    container: None\n    shell: f("a", b="c")',
    'if x:\n    include: "a"\nelse:\n    for y in z:\n        rule:\n            input: y',
    'with open("a") as f, b:\n    match c:\n        case 1: pass',
    '  x = 1\nrule a:\n    shell: "ls"',
    'def f():\n    """rule:\n    """\n    return {\n        "rule": 1,\n    }',
    'rule a:\n    run:\n        for x in input:\n            shell("echo {x}")\n        return',
    'onstart:\n    print("a")',
    'x = f"""{\na}"""',
  ])('is taken as Python takes it: %j', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['x = (1 2)\n', '1:8 a comma is missing before this'],
    ['def f(:\n    pass\n', '1:6 this ( is never closed'],
    ['if x\n    include: "a"', '2:5 this line is indented without a reason'],
    ['rule a:\n    run:\n        x = = 1', '3:13 Python cannot read this'],
    ['onstart:\n    x = = 1', '2:9 Python cannot read this'],
    ['rule a: input: "b"\nrule c: input: "d"', '2:1 a colon is missing after rule'],
    ['x = dict(\n    container=1)', '2:5 a colon is missing after container'],
    ['use rule * as b_*', ''],
    ['use rule from b', '1:1 Snakemake cannot read this use of rules'],
    ['module:\n    snakefile: "a"', '1:1 this module has to have one name'],
    ['module a:\n    config: "a"', '1:1 this module has neither snakefile nor meta_wrapper'],
    ['module a:\n    file: "a"', '2:5 module has no file'],
  ])('is refused as Python refuses it: %j', (text, expected) => {
    expect(problems(text).join()).toBe(expected);
  });
});

describe('a word of one version of Snakemake', () => {
  const named = 'storage = {}\nstorage["n"] = 1\nconda = 1\nrule a:\n    shell: "ls"\n';
  const given = 'storage:\n    provider="s3"\nstorage b:\n    provider="s3"\nconda: "env.yaml"\n';

  it('is a name in the others', () => {
    expect(parseSnakefile('S', named, '7').problems).toEqual([]);
    expect(parseSnakefile('S', named, '8').problems).toHaveLength(1);
    expect(parseSnakefile('S', given, '7').problems).toHaveLength(1);
    expect(parseSnakefile('S', given, '8').problems).toEqual([]);
  });

  it('is either where the version is not known', () => {
    expect(parseSnakefile('S', named).problems).toEqual([]);
    expect(parseSnakefile('S', given).directives.map(({ keyword }) => keyword)).toEqual([
      ...['storage', 'storage', 'conda'],
    ]);
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
    ['rule a:\n    input: "b",, "c"', '2:16 there is a comma too many'],
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
