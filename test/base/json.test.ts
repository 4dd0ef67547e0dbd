import { describe, expect, it } from 'vitest';
import { ExactNumber, isJsonObject, parseJson } from '../../src/base/json.ts';

describe('parseJson', () => {
  it('keeps the spelling of floats with an integral value and of large integers', () => {
    const text = '{"a":30.0,"b":[1e20,-0.0],"c":12345678901234567890,"d":0.5,"e":3}';
    expect(JSON.stringify(parseJson(text))).toBe(text);
  });

  it('gives plain numbers wherever they say the same', () => {
    expect(parseJson('[0.5, 3, -7, 1e-7]')).toEqual([0.5, 3, -7, 1e-7]);
  });

  it('throws a SyntaxError on text that is not JSON', () => {
    expect(() => parseJson('{')).toThrow(SyntaxError);
  });
});

describe('isJsonObject', () => {
  it('tells objects from everything else JSON has', () => {
    expect(isJsonObject({})).toBe(true);
    for (const other of [null, [], 1, 'x', new ExactNumber('1.0')]) {
      expect(isJsonObject(other)).toBe(false);
    }
  });
});
