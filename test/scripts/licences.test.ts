/** The packages that the program is built with, as the lock file has them: what they are under, and where from. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builtProgram } from '../program.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Under these, a package may be handed on within another program. */
const allowed = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'MPL-2.0',
];

/** Whose terms were read, and allow it: docs/dependencies.md. */
const read = ['dejavu-fonts-ttf'];

it('those that are bundled are under a licence that allows it', async () => {
  const notices = await readFile(path.join(builtProgram, 'dist/THIRD-PARTY.txt'), 'utf8');
  const packages = [...notices.matchAll(/^(@?[\w./-]+) (\d+\.\d+\.\d+\S*) \((.+)\)$/gm)];
  expect(packages.length).toBeGreaterThan(20);
  const refused = packages
    .filter(([, name = '', , terms = '']) => !isAllowed(terms) && !read.includes(name))
    .map(([line]) => line);
  expect(refused).toEqual([]);
});

it('all are held to a checksum', async () => {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { integrity?: string; link?: boolean }>>;
  };
  const loose = Object.entries(lock.packages)
    .filter(
      ([name, { integrity = '', link }]) =>
        name !== '' && link !== true && !integrity.startsWith('sha512-'),
    )
    .map(([name]) => name);
  expect(loose).toEqual([]);
});

it.each(['GPL-3.0', 'AGPL-3.0-only', 'unknown', 'SEE LICENSE IN x', 'MIT AND GPL-2.0'])(
  '%s is none of them',
  (terms) => {
    expect(isAllowed(terms)).toBe(false);
  },
);

/** One of several suffices where there is a choice; all have to be allowed where they add up. */
function isAllowed(terms: string): boolean {
  const plain = terms.replace(/^\(|\)$/g, '');
  return plain
    .split(' OR ')
    .some((one) => one.split(' AND ').every((part) => allowed.includes(part.trim())));
}
