import { expect, it } from 'vitest';
import { formatTable } from '../../src/base/table.ts';

it('aligns columns and leaves nothing at the end of lines', () => {
  expect(
    formatTable([
      ['NAME', 'STATUS'],
      ['a-long-name', ''],
      ['b', 'ok'],
    ]),
  ).toEqual(['NAME         STATUS', 'a-long-name', 'b            ok']);
});

it('lets no cell break its line or steer the terminal', () => {
  expect(formatTable([['two\nlines', '\u001b[31mred\u0007']])).toEqual(['two lines  [31mred']);
});
