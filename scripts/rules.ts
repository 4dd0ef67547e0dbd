/** Writes docs/rules.md from the rules of lint. */
import { writeFile } from 'node:fs/promises';
import { writeRuleBook } from '../src/results/findings/rule-book.ts';
import { loadRuleGroups } from '../src/lint/rule-list.ts';

await writeFile('docs/rules.md', writeRuleBook(await loadRuleGroups()));
