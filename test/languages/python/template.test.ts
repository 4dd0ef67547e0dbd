import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/json.ts';
import { substituteTemplate, templateParts } from '../../../src/languages/python/template.ts';

describe('string.Template', () => {
  it('puts values in the place of names, spelled as Python spells them', () => {
    const values = { x: 'v', lumi: new ExactNumber('30.0'), on: true, no: null, l: [1, 'x'] };
    expect(substituteTemplate('$x ${x}y $lumi $on $no $l', values)).toBe(
      "v vy 30.0 True None [1, 'x']",
    );
  });

  it('makes $$ a dollar', () => {
    expect(substituteTemplate('echo $$HOME $$', {})).toBe('echo $HOME $');
  });

  it('refuses a name without a value, shell variables included', () => {
    expect(() => substituteTemplate('echo $HOME', { x: 1 })).toThrow("KeyError: 'HOME'");
  });

  it.each([
    ['echo $(date)', 1, 6],
    ['a\nb $1', 2, 3],
    ['a\r\n${A:-x}', 2, 1],
    ['\n\n $?', 3, 2],
    ['ends with $', 1, 11],
    ['${é}', 1, 1],
  ])('refuses %j, which is no placeholder', (text, line, column) => {
    expect(() => substituteTemplate(text, {})).toThrow(
      `ValueError: Invalid placeholder in string: line ${line}, col ${column}`,
    );
  });

  it('lists every dollar of a command for the linter', () => {
    expect(templateParts('$a $$ ${b} $(c)').map(({ kind, name }) => [kind, name])).toEqual([
      ['name', 'a'],
      ['escaped', ''],
      ['name', 'b'],
      ['invalid', ''],
    ]);
  });
});
