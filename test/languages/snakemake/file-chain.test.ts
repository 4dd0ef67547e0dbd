import { describe, expect, it } from 'vitest';
import { followFiles } from '../../../src/languages/snakemake/file-chain.ts';
import { parseSnakefile } from '../../../src/languages/snakemake/parse.ts';
import { createMatcher } from '../../../src/languages/snakemake/wildcard.ts';

function needed(...texts: string[]): string[] {
  const snakefiles = texts.map((text, index) => parseSnakefile(`${index}.smk`, text));
  return followFiles(snakefiles).unmade.map(({ file, rule }) => `${rule}: ${file}`);
}

function circular(text: string): string[] {
  return followFiles([parseSnakefile('Snakefile', text)]).circular.map(
    ({ file, rule }) => `${rule}: ${file}`,
  );
}

const all = 'rule all:\n    input: "a.txt", "b.txt"\n';
const made = 'rule make:\n    input: "{x}.csv"\n    output: "{x}.txt"\n';

describe('the files that a run needs', () => {
  it('are those that no rule makes', () => {
    expect(needed(all)).toEqual(['all: a.txt', 'all: b.txt']);
    expect(needed(all + made)).toEqual(['make: a.csv', 'make: b.csv']);
    expect(needed(`include: "x"\n${all}`, made)).toEqual([]);
    expect(needed(`${all}include: "x"\n`, made)).toEqual(['make: a.csv', 'make: b.csv']);
  });

  it('are not told where Python, modules or another folder have a say', () => {
    expect(needed(`${all}rule x:\n    output: f(1)\n`)).toEqual([]);
    expect(needed(`${all}if x:\n    rule y:\n        output: "a.txt"\n`)).toEqual([]);
    expect(needed(`module m:\n    snakefile: "x"\n${all}`)).toEqual([]);
    expect(needed(`workdir: "x"\n${all}`)).toEqual([]);
    expect(needed(`rule all:\n    input: f(1), "a.txt"\n`)).toEqual(['all: a.txt']);
  });

  it('are made by a rule that logs or measures into them', () => {
    const rule = 'rule make:\n    output: "c"\n    log: "a.txt"\n    benchmark: "b.txt"\n';
    expect(needed(all + rule)).toEqual([]);
  });

  it('are made by a rule that is another one with changes', () => {
    const use = 'use rule x as y with:\n    output: "b.txt"\n';
    expect(needed(`${all}rule x:\n    output: "a.txt"\n${use}`)).toEqual([]);
    const input = 'rule x:\n    input: "i"\n    output: "a.txt"\n';
    expect(needed(all + input + use)).toEqual(['y: i']);
  });

  it('may be folders', () => {
    const rule = 'rule make:\n    output: directory("d")\n';
    expect(needed(`rule all:\n    input: "d/"\n${rule}`)).toEqual([]);
  });

  it('are not followed through a choice', () => {
    const other = made.replace('make', 'other').replace('csv', 'tsv');
    expect(needed(all + made + other)).toEqual([]);
    expect(needed(all + made.replace('"{x}.txt"', '"{x,[a-z]}.txt"'))).toEqual([]);
  });

  it('are found in bounded time', () => {
    const loop =
      'rule all:\n    output: "{x}"\n    input: "{x}a"\nrule b:\n    input: "a"\n    default_target: True\n';
    expect(needed(loop)).toEqual([]);
  });
});

describe('a file that two rules make', () => {
  const want = 'rule all:\n    input: "a.txt"\n';
  const twice = (more: string, other = '"a.txt"'): string[] => {
    const text = `${want}rule x:\n    output: "a.txt"\nrule y:\n    output: ${other}\n${more}`;
    const { ambiguous } = followFiles([parseSnakefile('Snakefile', text)]);
    return ambiguous.map(({ file, needs }) => [file, ...needs].join());
  };

  it('is told with what its makers need', () => {
    expect(twice('')).toEqual(['a.txt']);
    expect(twice('    input: "b.txt"\n')).toEqual(['a.txt,b.txt']);
  });

  it('is made by the one that comes first', () => {
    expect(twice('ruleorder: x > y\n')).toEqual([]);
    expect(twice('', '"{n}.txt"')).toEqual([]);
    expect(twice('    input: f(1)\n')).toEqual([]);
  });
});

describe('a circle', () => {
  const start = 'rule all:\n    input: "a"\n';

  it('is told where it closes', () => {
    const itself = 'rule a:\n    input: "a"\n    output: "a"\n';
    expect(circular(start + itself)).toEqual(['a: a']);
    const [a, b] = [
      'rule a:\n    input: "b"\n    output: "a"\n',
      'rule b:\n    input: "a"\n    output: "b"\n',
    ];
    expect(circular(start + a + b)).toEqual(['b: a']);
  });

  it('is none where wildcards differ, or where files meet again', () => {
    const steps = 'rule a:\n    input: "x1", "x2"\n    output: "a"\n';
    const chain = 'rule x:\n    input: "y"\n    output: "x{n}"\nrule y:\n    output: "y"\n';
    expect(circular(start + steps + chain)).toEqual([]);
  });

  it('is found in bounded time', () => {
    const rules = Array.from(
      { length: 3000 },
      (_, n) => `rule r${n}:\n    input: "${n + 1}.x", "${n + 1}.y"\n    output: "${n}.{end}"\n`,
    );
    expect(circular(`rule all:\n    input: "0.x"\n${rules.join('')}`)).toEqual([]);
  });
});

describe('wildcards', () => {
  it.each([
    ['a.txt', 'a.txt', {}],
    ['a.txt', 'b.txt', undefined],
    ['{x}.txt', 'b.txt', { x: 'b' }],
    ['{x}.txt', '.txt', undefined],
    ['{x}_{y}.txt', 'a_b_c.txt', { x: 'a_b', y: 'c' }],
    ['d/{ x }/{y}', 'd/e/f', { x: 'e', y: 'f' }],
    ['{x}{y}', 'abc', { x: 'ab', y: 'c' }],
    ['{x,\\d+}.txt', '1.txt', 'open'],
    ['{x}-{x}', 'a-a', 'open'],
  ])('of %s take from %s', (pattern, file, expected) => {
    expect(createMatcher(pattern)(file)).toEqual(expected);
  });

  it('take no longer for many of them', () => {
    const pattern = Array.from({ length: 30 }, (_, index) => `{w${index}}a`).join('');
    expect(createMatcher(`${pattern}b`)('a'.repeat(400))).toBeUndefined();
  });
});
