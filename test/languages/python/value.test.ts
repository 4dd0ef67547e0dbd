import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/json.ts';
import {
  isTruthy,
  pythonRepr,
  pythonStr,
  pythonType,
} from '../../../src/languages/python/value.ts';

describe('repr', () => {
  it.each([
    [1e-7, '1e-07'],
    [0.0001, '0.0001'],
    [0.1 + 0.2, '0.30000000000000004'],
    [new ExactNumber('1e20'), '1e+20'],
    [new ExactNumber('1e15'), '1000000000000000.0'],
    [new ExactNumber('1.5e300'), '1.5e+300'],
    [new ExactNumber('123456789012345678901'), '123456789012345678901'],
    ["it's", `"it's"`],
    [`it's "q"`, `'it\\'s "q"'`],
    ['a\n\té\u200b\u0007', "'a\\n\\té\\u200b\\x07'"],
    [{ a: [null, true], 'b c': {} }, "{'a': [None, True], 'b c': {}}"],
  ])('of %j', (value, text) => {
    expect(pythonRepr(value)).toBe(text);
  });

  it('is not what str gives of a string', () => {
    expect(pythonStr("it's")).toBe("it's");
  });
});

describe('values', () => {
  it('have the classes that json.loads gives them', () => {
    const values = ['s', 1, 1.5, new ExactNumber('1.0'), true, null, [], {}];
    expect(values.map(pythonType)).toEqual([
      'str',
      'int',
      'float',
      'float',
      'bool',
      'NoneType',
      'list',
      'dict',
    ]);
  });

  it('are false when empty or zero', () => {
    expect(['', 0, new ExactNumber('0.0'), false, null, [], {}].map(isTruthy)).not.toContain(true);
    expect(['a', 1, new ExactNumber('1.0'), true, [0], { a: 0 }].map(isTruthy)).not.toContain(
      false,
    );
  });
});
