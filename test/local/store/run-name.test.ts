import { describe, expect, it } from 'vitest';
import { fullRunName, parseRunName } from '../../../src/local/store/run-name.ts';

describe('names of runs', () => {
  it.each<[string, ReturnType<typeof parseRunName>]>([
    ['fit', { name: 'fit' }],
    ['fit.3', { name: 'fit', number: { major: 3, minor: 0 } }],
    ['fit.3.12', { name: 'fit', number: { major: 3, minor: 12 } }],
  ])('%s', (text, expected) => {
    expect(parseRunName(text)).toEqual(expected);
    if (expected?.number !== undefined) {
      expect(fullRunName({ name: expected.name, ...expected.number })).toBe(text);
    }
  });

  it.each(['fit.', 'fit.x', 'fit.1.2.3', 'fit.-1'])('%s is no name', (text) => {
    expect(parseRunName(text)).toBeUndefined();
  });
});
