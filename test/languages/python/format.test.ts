import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../../src/base/json.ts';
import { PythonError } from '../../../src/languages/python/error.ts';
import { parseFormat } from '../../../src/languages/python/format-parser.ts';
import { pythonFormat } from '../../../src/languages/python/format.ts';

const named = parseJson(
  `{"x": "ab", "y": 5, "n": 1234567, "f": 3.14159, "whole": 30.0, "zero": -0.0, "l": [1, "a"],
    "d": {"k": {"q": true}}, "b": true, "none": null, "big": 12345678901234567890123}`,
) as JsonObject;

function outcome(template: string): string {
  try {
    return pythonFormat(template, { named });
  } catch (error) {
    if (error instanceof PythonError) return `${error.type}|${error.text}`;
    throw error;
  }
}

describe('str.format', () => {
  it.each([
    ['plain text', 'plain text'],
    ['{{y}} {{{y}}}', '{y} {5}'],
    ['{whole} {f} {big} {zero}', '30.0 3.14159 12345678901234567890123 -0.0'],
    ['{b} {none} {l} {d}', "True None [1, 'a'] {'k': {'q': True}}"],
    ['{x[1]}{l[1]}{d[k][q]}{n.real}', 'baTrue1234567'],
    ['{x!r} {x!s:>4} {x!a}', "'ab'   ab 'ab'"],
    ['{x:{y}}|{x:05}|{x:^6}|{x:*>5}', 'ab   |ab000|  ab  |***ab'],
    [
      '{n:,} {n:_} {n:012,} {n:x} {n:#b}',
      '1,234,567 1_234_567 0,001,234,567 12d687 0b100101101011010000111',
    ],
    [
      '{f:.3f} {f:.1e} {f:g} {f:08.2f} {f:+.0f} {f:.2%}',
      '3.142 3.1e+00 3.14159 00003.14 +3 314.16%',
    ],
    ['{whole:.2} {whole:g} {whole} {b:d}', '3e+01 30 30.0 1'],
  ])('formats %j as Python does', (template, text) => {
    expect(outcome(template)).toBe(text);
  });

  it.each([
    ['echo {workdir}', "KeyError|'workdir'"],
    ["awk '{print $2}'", "KeyError|'print $2'"],
    ['{"a": 1}', `KeyError|'"a"'`],
    ['echo }', "ValueError|Single '}' encountered in format string"],
    ['echo {', "ValueError|Single '{' encountered in format string"],
    ['{x', "ValueError|expected '}' before end of string"],
    ['{x{y}}', "ValueError|unexpected '{' in field name"],
    ['{x:{y', "ValueError|unmatched '{' in format spec"],
    ['{x!}', "ValueError|unmatched '{' in format spec"],
    ['{x!q}', 'ValueError|Unknown conversion specifier q'],
    ['{}', 'IndexError|Replacement index 0 out of range for positional args tuple'],
    ['{x.foo}', "AttributeError|'str' object has no attribute 'foo'"],
    ['{l[5]}', 'IndexError|list index out of range'],
    ['{d[0]}', 'KeyError|0'],
    ['{y[0]}', "TypeError|'int' object is not subscriptable"],
    ['{l:5}', 'TypeError|unsupported format string passed to list.__format__'],
    ['{x:d}', "ValueError|Unknown format code 'd' for object of type 'str'"],
    ['{n:.2}', 'ValueError|Precision not allowed in integer format specifier'],
    ['{x:{y:{n}}}', 'ValueError|Max string recursion exceeded'],
  ])('refuses %j with the words of Python', (template, error) => {
    expect(outcome(template)).toBe(error);
  });

  it('rounds half to even on the exact value', () => {
    expect(
      pythonFormat('{a:.0f} {b:.0f} {c:.2f} {d:.1f}', {
        named: { a: 0.5, b: 1.5, c: 1.005, d: 0.25 },
      }),
    ).toBe('0 2 1.00 0.2');
  });

  it('takes positional values and refuses to mix numbering', () => {
    expect(pythonFormat('{} {}', { positional: ['a', 1] })).toBe('a 1');
    expect(() => pythonFormat('{} {0}', { positional: ['a'] })).toThrow(
      'cannot switch from automatic field numbering to manual field specification',
    );
  });

  it('tells where each field of a template stands', () => {
    const parts = [...parseFormat('a {{b}} {x!r:>4} c')];
    expect(parts.flatMap((part) => part.field ?? [])).toEqual([
      { name: 'x', conversion: 'r', spec: '>4', nested: false },
    ]);
    expect(parts.find((part) => part.field !== undefined)?.offset).toBe(8);
  });
});
