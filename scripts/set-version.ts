/** `npm run set-version -- 1.2.3`: the version of the next release, wherever it stands, and its section of the changelog. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beginSection } from './changelog.ts';
import { readHome, rewriteHome } from './home.ts';

const root = path.resolve(import.meta.dirname, '..');
const [version = ''] = process.argv.slice(2);

if (!/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version)) {
  console.error('Give a semantic version: 1.2.3');
  process.exitCode = 4;
} else {
  const from = readHome(root);
  for (const file of rewriteHome(root, from, { ...from, version })) console.log(file);
  const changelog = path.join(root, 'CHANGELOG.md');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(changelog, beginSection(readFileSync(changelog, 'utf8'), version, today));
  console.log('CHANGELOG.md');
}
