import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeRuleBook } from '../../../src/results/findings/rule-book.ts';
import { explainedGroups } from '../../../src/commands/lint/explain.ts';

it('docs/rules.md is what scripts/rules.ts makes of the rules', async () => {
  const page = path.resolve(import.meta.dirname, '../../../docs/rules.md');
  expect(await readFile(page, 'utf8')).toBe(writeRuleBook(await explainedGroups()));
});
