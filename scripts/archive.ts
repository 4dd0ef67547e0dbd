/**
 * `npm run archive -- [x64] [arm64]`: for machines without Node, archives of the program with its own Node, in
 * `archives/`, and their checksums. Both by default. Takes the program from `dist/`.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fetchNode } from './archive/fetch-node.ts';
import { isProcessor, processors } from './archive/processor.ts';
import { writeArchive } from './archive/write-archive.ts';
import { readHome } from './home.ts';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'archives');
const asked = process.argv.slice(2);
const wanted = asked.length === 0 ? processors : asked.filter(isProcessor);
if (wanted.length < asked.length) throw new Error(`Name processors: ${processors.join(', ')}`);

await mkdir(target, { recursive: true });
const sums: string[] = [];
for (const processor of wanted) {
  const title = `reana-ci-${readHome(root).version}-linux-${processor}`;
  const file = path.join(target, `${title}.tar.gz`);
  const node = await fetchNode(processor, path.join(root, '.cache/archive'));
  await writeArchive({ dist: path.join(root, 'dist'), node, title, file });
  const digest = createHash('sha256').update(await readFile(file));
  sums.push(`${digest.digest('hex')}  ${path.basename(file)}\n`);
  console.log(`${file}: ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
}
await writeFile(path.join(target, 'SHA256SUMS'), sums.join(''));
