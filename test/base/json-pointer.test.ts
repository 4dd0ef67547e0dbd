import { expect, it } from 'vitest';
import { parsePointer, pointerText } from '../../src/base/json-pointer.ts';

it.each([
  [[], ''],
  [['a', 0], '/a/0'],
  [['', 'a/b', 'c~d', '~1'], '//a~1b/c~0d/~01'],
])('writes the steps %j as a JSON pointer, and reads them back', (steps, text) => {
  expect(pointerText(steps)).toBe(text);
  expect(parsePointer(text)).toEqual(steps.map(String));
});
