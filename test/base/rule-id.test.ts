import { expect, it } from 'vitest';
import { exitCodes } from '../../src/base/error.ts';
import { chainRuleIds, readerRuleIds } from '../../src/base/rule-id.ts';
import { explainedGroups } from '../../src/commands/lint/explain.ts';

const explained = (await explainedGroups()).flatMap(({ rules }) => rules);

it.each([...readerRuleIds, ...chainRuleIds, ...Object.keys(exitCodes)])(
  'the id %s of a finding is explained',
  (id) => {
    expect(explained.map((rule) => rule.id)).toContain(id);
  },
);

it('each explanation says what happens and what to do', () => {
  const empty = explained.filter(({ title, consequence, fix }) =>
    [title, consequence, fix].some((text) => text.trim() === ''),
  );
  expect(empty.map(({ id }) => id)).toEqual([]);
});

it('no id has two explanations, but for rules that specifications and chains share', () => {
  const ids = explained.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  expect(twice.sort()).toEqual([
    ...['image-name', 'image-tag', 'missing-key', 'no-outputs', 'unknown-key', 'wrong-type'],
  ]);
});
