import { describe, expect, it } from 'vitest';
import { withinTime } from '../../src/base/time-limit.ts';

const forEver = /^(a+)+$/;
const hard = `${'a'.repeat(60)}b`;

describe('work of unknown length', () => {
  it('gives what it comes to', () => {
    expect(withinTime(60_000, () => forEver.exec('aaa')?.[1])).toBe('aaa');
    expect(withinTime(60_000, () => forEver.exec('b'))).toBeNull();
  });

  it('is broken off when it takes too long, within a regular expression, too', () => {
    expect(withinTime(50, () => forEver.exec(hard))).toBeUndefined();
  });

  it('throws what it throws', () => {
    const error = new RangeError('no');
    const task = () => {
      throw error;
    };
    expect(() => {
      withinTime(60_000, task);
    }).toThrow(error);
  });
});
