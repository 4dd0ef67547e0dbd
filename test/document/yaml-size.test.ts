import { describe, expect, it } from 'vitest';
import { measureYaml, mostParts } from '../../src/document/yaml-size.ts';

describe('the size of a YAML text', () => {
  it('counts keys, values and what stands between them, and hardly blanks', () => {
    const measured = measureYaml('a: b\n');
    expect(measured).toEqual({ parts: expect.closeTo(3.2) as number });
  });

  it.each([
    ['values', '- a\n'.repeat(mostParts)],
    ['characters', `a: ${'b'.repeat(3 * 1024 * 1024)}`],
  ])('is refused with too many %s', (_what, text) => {
    expect(measureYaml(text)).toMatchObject({ problem: { rule: 'yaml-too-large' } });
  });

  it.each([
    ['brackets', `a: ${'['.repeat(201)}`, 203],
    ['dashes', '- '.repeat(201), 400],
  ])('is refused with too many %s in each other, at the one too many', (_what, text, offset) => {
    expect(measureYaml(text)).toMatchObject({ problem: { rule: 'yaml-too-deep', offset } });
  });

  it('takes brackets that are closed again', () => {
    expect(measureYaml(`[${'[a], '.repeat(1000)}]`)).toHaveProperty('parts');
  });
});
