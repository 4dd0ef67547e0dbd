/** Writes docs/rules.md from the rules of lint. */
import { writeFile } from 'node:fs/promises';
import { writeRuleBook } from '../src/results/findings/rule-book.ts';
import { explainedGroups } from '../src/commands/lint/explain.ts';

await writeFile('docs/rules.md', writeRuleBook(await explainedGroups()));
