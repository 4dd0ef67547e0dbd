import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../src/base/json.ts';
import { readYaml, toJson } from '../../src/document/yaml.ts';
import { convertToJson } from '../../src/document/yaml-json.ts';
import { errorOf, places } from '../specification/analysis.ts';

function read(text: string): unknown {
  return toJson(readYaml('reana.yaml', text));
}

/** The value of one plain scalar, as JSON spells it. */
function spelled(scalar: string): string {
  return JSON.stringify((read(`v: ${scalar}`) as { v: unknown }).v);
}

describe('a plain scalar', () => {
  it.each([
    ['yes', 'true'],
    ['On', 'true'],
    ['NO', 'false'],
    ['off', 'false'],
    ['yES', '"yES"'],
    ['y', '"y"'],
    ['~', 'null'],
    ['Null', 'null'],
    ['', 'null'],
    ['010', '8'],
    ['0o10', '"0o10"'],
    ['08', '"08"'],
    ['-0x1F', '-31'],
    ['0b101', '5'],
    ['1_000', '1000'],
    ['12:30', '750'],
    ['-1:30', '-90'],
    ['0:30', '"0:30"'],
    ['12:30.5', '750.5'],
    ['1e-7', '"1e-7"'],
    ['1.0e-7', '1e-7'],
    ['1e3', '"1e3"'],
    ['1.0e7', '"1.0e7"'],
    ['1.0e+20', '1e+20'],
    ['.5', '0.5'],
    ['-.5', '"-.5"'],
    ['1.', '1.0'],
    ['30.0', '30.0'],
    ['30', '30'],
    ['-0.0', '-0.0'],
    ['100000000000000000.0', '1e+17'],
    ['12345678901234567890', '12345678901234567890'],
    ['v1.0', '"v1.0"'],
    ['a:b', '"a:b"'],
    ['!!str 5', '"5"'],
    ["!!int '5'", '5'],
    ['!!float 5', '5.0'],
    ['! 5', '5'],
    ["'5'", '"5"'],
    ['"yes"', '"yes"'],
  ])('%s is read as PyYAML reads it: %s', (scalar, json) => {
    expect(spelled(scalar)).toBe(json);
  });

  it('keeps apart what is a float and what is an integer', () => {
    expect(read('[30.0, 30]')).toEqual([new ExactNumber('30.0'), 30]);
  });

  it.each(['2026-01-31', '2026-1-3T10:00:00Z', '.inf', '-.INF', '.nan', '=', '0x_', '!secret x'])(
    '%s, which Python cannot put into JSON, is an error at its place',
    async (scalar) => {
      const error = await errorOf(() => read(`ok: 1\nv: ${scalar}`));
      expect(error.code).toBe('specification');
      expect(error.findings).toMatchObject([{ file: 'reana.yaml', line: 2, severity: 'error' }]);
    },
  );
});

describe('a mapping', () => {
  it('takes merged keys after its own, the first of several mappings winning', () => {
    expect(read('a: &a {x: 1, y: 2}\nb: &b {x: 5, z: 3}\nc: {<<: [*a, *b], y: 9}')).toMatchObject({
      c: { x: 1, y: 9, z: 3 },
    });
  });

  it('takes a quoted << for an ordinary key', () => {
    expect(read('"<<": 3')).toEqual({ '<<': 3 });
  });

  it('has text for keys, spelled as json.dumps spells them', () => {
    expect(read('{1: a, yes: b, ~: c, 1.0: d, 1.0e-7: e}')).toEqual({
      1: 'a',
      true: 'b',
      null: 'c',
      '1.0': 'd',
      '1e-07': 'e',
    });
  });

  it('takes __proto__ for a key like any other', () => {
    expect(Object.keys(read('__proto__: {admin: 1}') as object)).toEqual(['__proto__']);
  });

  it('keeps the last of two equal keys and warns about it', () => {
    const { value, findings } = convertToJson(readYaml('f', 'a: 1\nb: 2\na: 3\n'));
    expect(value).toEqual({ a: 3, b: 2 });
    expect(findings).toMatchObject([{ rule: 'yaml-duplicate-key', severity: 'warning', line: 3 }]);
  });

  it.each(['? [a]\n: 1', '<<: 3', 'a: *nowhere', 'a: &x 1\nb: &x 2', 'a: &a [*a]'])(
    'is refused where PyYAML refuses it: %j',
    async (text) => {
      expect((await errorOf(() => read(text))).findings).toHaveLength(1);
    },
  );
});

describe('a file', () => {
  it('may be empty', () => {
    expect(read('')).toBeNull();
    expect(read('# nothing\n')).toBeNull();
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    const source = readYaml('f', '\uFEFFa: 1\r\nb: |\r\n  x\r\n  y\r\n');
    expect(toJson(source)).toEqual({ a: 1, b: 'x\ny\n' });
    expect(source.position(['a'])).toEqual({ file: 'f', line: 1, column: 4 });
  });

  it('reports every syntax error at its place', async () => {
    const error = await errorOf(() => read('a: b: c\nd: @x\ne:\n\tf: 1\n'));
    expect(places(error)).toEqual(['1:4 yaml-syntax', '2:4 yaml-syntax', '4:1 yaml-syntax']);
    expect(error.findings[0]?.hint).toContain('quotes');
  });

  it('tells a line that is indented too far from a value that needs quotes', async () => {
    const error = await errorOf(() => read('version: 0.9.4\n workflow:\n  type: cwl\n'));
    expect(places(error)).toEqual(['1:10 yaml-syntax']);
    expect(error.findings[0]?.hint).toContain('Indent the next line');
  });

  it('tells of a bracket that nothing closes', async () => {
    const error = await errorOf(() => read('steps: [\n  - name: fit\n    image: a\n'));
    expect(error.findings.map(({ hint }) => hint)).toEqual([
      'Close the [ or { that is still open.',
    ]);
  });

  it('reports a slip once, however often the parser trips over it', async () => {
    const error = await errorOf(() => read('a: [[[['));
    expect(places(error)).toEqual(['1:8 yaml-syntax']);
  });

  it.each(['--- 1\n--- 2\n', 'a: \u0007', 'a: [1, 2', "a: 'x"])(
    'is refused when broken: %j',
    async (text) => {
      expect((await errorOf(() => read(text))).code).toBe('specification');
    },
  );

  it('cannot exhaust the memory with aliases', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    const error = await errorOf(() => read(lines.join('\n')));
    expect(places(error)).toEqual(['1:1 yaml-too-large']);
  });

  it('cannot exhaust the stack with depth', async () => {
    expect((await errorOf(() => read('['.repeat(300) + ']'.repeat(300)))).findings).toHaveLength(1);
    expect((await errorOf(() => read('['.repeat(100_000)))).code).toBe('specification');
  });
});

describe('a position', () => {
  const source = readYaml(
    'f',
    ['base: &b {x: 1}', 'list:', '  - one', '  - key: two', 'copy: *b', 'more: {<<: *b, y: }'].join(
      '\n',
    ),
  );

  it.each<[(string | number)[], number, number]>([
    [['list', 0], 3, 5],
    [['list', 1, 'key'], 4, 10],
    [['copy', 'x'], 1, 14],
    [['more', 'x'], 1, 14],
    [['more', 'y'], 6, 16],
    [['list', 7, 'gone'], 3, 3],
    [[], 1, 1],
  ])('of the value at %j is %i:%i', (path, line, column) => {
    expect(source.position(path)).toEqual({ file: 'f', line, column });
  });

  it('of a key is where the key begins', () => {
    expect(source.keyPosition(['list', 1, 'key'])).toMatchObject({ line: 4, column: 5 });
    expect(source.keyPosition(['list'])).toMatchObject({ line: 2, column: 1 });
  });
});

describe('white space that PyYAML does not take', () => {
  it.each([
    ['a\t: 1', '1:2'],
    ['a:\tb', '1:3'],
    ['a: b\tc', '1:5'],
    ['a: b\u0085c', '1:5'],
    ['a: "x" \t# y', '1:8'],
  ])('is a mistake in %j', async (text, place) => {
    const error = await errorOf(() => readYaml('f', text));
    expect(places(error)).toEqual([`${place} yaml-syntax`]);
  });

  it.each(['a: "b\tc"', "a: 'b\t# c'", 'a: |\n  b\tc\n', 'a: b # c\td', '# \t\na: 1'])(
    'is fine in %j',
    (text) => {
      expect(() => readYaml('f', text)).not.toThrow();
    },
  );
});
