import { expect, it } from 'vitest';
import { memoryBytes } from '../../../src/lint/kit/hint.ts';

it.each([
  ['8192', 8192],
  ['500M', 500e6],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2K', 2000],
  ['1Ei', 2 ** 60],
])('%s is an amount of memory', (amount, bytes) => {
  expect(memoryBytes(amount)).toBe(bytes);
});

it.each(['8GB', '8 Gi', '8gi', '1.5', '', '-1'])('%j is no amount of memory', (amount) => {
  expect(memoryBytes(amount)).toBeUndefined();
});
