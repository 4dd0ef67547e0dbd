/** npm packages that only pictures need: far too heavy to be dependencies of the project, so got on demand. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createShell } from '../../src/base/shell.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const cache = path.join(repository, '.cache/note-picture');

/**
 * Installs a package with what it needs into `.cache/note-picture`, unless this version is there already.
 *
 * @param version exact
 * @returns its folder
 * @throws Error with what npm said
 */
export async function requirePackage(
  name: string,
  version: string,
  tell: (message: string) => void,
): Promise<string> {
  const place = path.join(cache, `${name}@${version}`);
  const folder = path.join(place, 'node_modules', name);
  const stamp = path.join(place, '.installed');
  if (existsSync(stamp)) return folder;
  tell(`Installing ${name} ${version} into ${path.relative(repository, place)}`);
  await mkdir(place, { recursive: true });
  // Without a package of its own here, npm would take this repository for the place to install into.
  await writeFile(path.join(place, 'package.json'), '{ "private": true }\n');
  const shell = createShell({ cwd: place, timeout: 5 * 60_000 });
  const result =
    await shell`npm install --prefix ${place} --no-audit --no-fund --ignore-scripts --save-exact ${`${name}@${version}`}`;
  if (result.exitCode !== 0)
    throw new Error(`npm cannot install ${name} ${version}:\n${result.stderr}`);
  await writeFile(stamp, '');
  return folder;
}
