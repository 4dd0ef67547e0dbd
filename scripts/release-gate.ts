/**
 * `node scripts/release-gate.ts IMAGE TAG`: a release whose components would start another image than the one
 * it publishes, or whose package has another version, does not begin.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [image = '', tag = ''] = process.argv.slice(2);
const root = path.resolve(import.meta.dirname, '..');
const mistakes: string[] = [];

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  version: string;
};
if (version !== tag) mistakes.push(`package.json has version ${version}, the tag is ${tag}.`);

const templates = path.join(root, 'templates');
for (const file of readdirSync(templates)) {
  const text = readFileSync(path.join(templates, file), 'utf8');
  // The input's default; YAML needs no parser here, and the job no dependencies.
  const found = /^ {4}image:\n(?: {6}.*\n)*? {6}default: (\S+)$/m.exec(text)?.[1];
  if (found !== `${image}:${tag}`) {
    mistakes.push(`templates/${file} starts ${found ?? 'no image'}, not ${image}:${tag}.`);
  }
}

for (const mistake of mistakes) console.error(mistake);
process.exitCode = mistakes.length === 0 ? 0 : 1;
