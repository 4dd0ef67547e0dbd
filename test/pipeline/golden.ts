/** Compares what a pipeline leaves with files in `golden/`, after taking out what differs from run to run. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';

const folder = path.join(import.meta.dirname, 'golden');

/** In this order: what a later one finds must not be part of what an earlier one takes. */
const changing: readonly (readonly [RegExp, string])[] = [
  [/\u00a0/g, ' '],
  [/\/[\w./-]+\/reana-ci-pipeline-\w+\/builds-\w+\/zz/g, '/builds/higgs/zz'],
  [/http:\/\/127\.0\.0\.1:\d+/g, 'https://reana.example.org'],
  [/[0-9a-f]{8}(\\u002d[0-9a-f]{4}){3}\\u002d[0-9a-f]{12}/g, '<run id>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<run id>'],
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/\b[0-9a-f]{40}\b/g, '<commit>'],
  [/(_reana-scan-[\w-]*?)-[0-9a-f]{32}(?=[.:])/g, '$1-<digest>'],
  [/(reana(?:-[a-z]+)?)-[0-9a-f]{32}(?=[.:])/g, '$1-<digest>'],
  [/\/commit\/[0-9a-f]{8,}/g, '/commit/<commit>'],
  [/`[0-9a-f]{8}`/g, '`<commit>`'],
  [/\([0-9a-f]{8}\)/g, '(<commit>)'],
  [/\d{4}-\d{2}-\d{2}T[\d:.]+Z?/g, '<time>'],
  [/\btime="[\d.]+"/g, 'time="…"'],
  [/\b(?:under 1|\d+(?:\.\d+)?) s\b/g, '… s'],
  [/\/jobs\/\d+/g, '/jobs/<job>'],
];

/** Text with a word in the place of everything that another run spells differently. */
export function steady(text: string): string {
  return changing.reduce((rest, [pattern, word]) => rest.replace(pattern, word), text);
}

/** @param name `merge-request/note.md` */
export async function expectGolden(name: string, text: string): Promise<void> {
  await expect(steady(text)).toMatchFileSnapshot(path.join(folder, name));
}

/** Compares files of the results folder with those of the same names in `golden/<scenario>/`. */
export async function expectGoldenFiles(
  scenario: string,
  results: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    await expectGolden(`${scenario}/${name}`, await readFile(path.join(results, name), 'utf8'));
  }
}
