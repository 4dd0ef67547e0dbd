/** `node scripts/release-notes.ts VERSION`: prints the section of the changelog. Needs no dependencies. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sectionOf } from './changelog.ts';

const [version = ''] = process.argv.slice(2);
const changelog = path.resolve(import.meta.dirname, '../CHANGELOG.md');
const section = sectionOf(readFileSync(changelog, 'utf8'), version);

if (section === undefined) {
  console.error(`CHANGELOG.md has no section of ${version}.`);
  process.exitCode = 1;
} else {
  console.log(section);
}
