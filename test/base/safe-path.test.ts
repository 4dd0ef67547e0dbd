import { expect, it } from 'vitest';
import { isInside, safeRelativePath } from '../../src/base/safe-path.ts';

it.each([
  ['a/b', 'a/b'],
  ['./a//b/', 'a/b'],
  ['..a/b..', '..a/b..'],
])('gives %s as %s', (given, plain) => {
  expect(safeRelativePath(given)).toBe(plain);
});

it.each(['', '.', '/etc/passwd', '../x', 'a/../../x', 'a\\b', 'a\u0000b', 'a\nb'])(
  'refuses %j',
  (given) => {
    expect(safeRelativePath(given)).toBeUndefined();
  },
);

it('knows what lies inside a folder', () => {
  expect(isInside('/a/b', '/a/b')).toBe(true);
  expect(isInside('/a/b', '/a/b/..c')).toBe(true);
  expect(isInside('/a/b', '/a/bc')).toBe(false);
  expect(isInside('/a/b', '/a')).toBe(false);
});
