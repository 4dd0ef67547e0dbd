import { describe, expect, it } from 'vitest';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { repairYaml } from '../../src/document/yaml-repair.ts';

function read(text: string): unknown {
  return toJson(readYaml('a.yaml', text));
}

describe('YAML that PyYAML takes', () => {
  it.each([
    ["a:\n  - 'x\n  y'\n", { a: ['x y'] }],
    ["a: 'x\ny'\n", { a: 'x y' }],
    ['a:\n  b: "x\n y"\nc: 1\n', { a: { b: 'x y' }, c: 1 }],
    ['- a: "x\n  \\\n  y"\n', [{ a: 'x y' }]],
    ["a: 'x\n\ny'\n", { a: 'x\ny' }],
    ["a: 'it''s\nb: no key'\nc: 'x\ny'\n", { a: "it's b: no key", c: 'x y' }],
    ['a: [1,\n2]\n', { a: [1, 2] }],
    ['a:\n  b: [1, # ]\n 2\n]\nc: {d: [e,\nf]}\n', { a: { b: [1, 2] }, c: { d: ['e', 'f'] } }],
    ['a: {b: "]",\nc: it\'s}\n', { a: { b: ']', c: "it's" } }],
    ['x: &k y\n*k : 2\n', { x: 'y', y: 2 }],
    ['x: &k y\n*k: {z: *k}\n', { x: 'y', y: { z: 'y' } }],
    ['t: |\n  x', { t: 'x' }],
    ['t: |+\n  x', { t: 'x' }],
    ['t: >\n  x\n  y', { t: 'x y' }],
    ['t: |\n  x\n  ', { t: 'x\n' }],
    ['s: |\n  x\nt: y', { s: 'x\n', t: 'y' }],
  ])('is read as PyYAML reads it: %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('has its places where they are in the file', () => {
    const source = readYaml('a.yaml', "a: 'x\ny'\nb: [1,\n2, 3]\nc:\n  d: 5\n");
    expect(source.position(['b', 2])).toMatchObject({ line: 4, column: 4 });
    expect(source.position(['c', 'd'])).toMatchObject({ line: 6, column: 6 });
  });
});

describe('YAML that PyYAML refuses', () => {
  it.each([
    "a: 'x\n--- y'\n",
    "a: 'x\nb: y\n",
    'a: [1,\n2\n',
    'a: [1,\n2}\n',
    'x: &k y\n{*k: 2}\n',
  ])('stays refused: %j', (text) => {
    expect(() => read(text)).toThrow();
  });

  it('is looked at in bounded time', () => {
    for (const piece of ["'\n", '[\n', "a: '\n", '*a: ', '{', '"\\']) {
      const start = performance.now();
      repairYaml(piece.repeat(5000));
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});
