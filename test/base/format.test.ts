import { expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatStepTime,
} from '../../src/base/format.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [2 * 1024 ** 3, '2.0 GiB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [0, '0.0 s'],
  [400, '0.4 s'],
  [12_300, '12 s'],
  [185_000, '3 min 05 s'],
  [7_620_000, '2 h 07 min'],
])('writes %d ms as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

it.each([
  [0, 'under 1 s'],
  [7000, '7 s'],
  [185_000, '3 min 05 s'],
])('writes the %d ms of a step as %s', (milliseconds, text) => {
  expect(formatStepTime(milliseconds)).toBe(text);
});

it.each([
  [-1.23456, '−1.235'],
  [0.1 + 0.2, '0.3'],
  [1e-9, '1e−9'],
])('writes the result %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

it('counts in words', () => {
  expect([formatCount(1, 'file'), formatCount(2, 'file')]).toEqual(['1 file', '2 files']);
});
