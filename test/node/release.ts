/** Releases of Node besides the one that the project itself uses. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createShell } from '../../src/base/shell.ts';

const cache = path.resolve(import.meta.dirname, '../../.cache/node');

/**
 * Installs a release from npm into `.cache/node`, unless it is there already.
 *
 * @param version exact
 * @returns the program
 * @throws Error with what npm said
 */
export async function requireNode(version: string): Promise<string> {
  const place = path.join(cache, version);
  const program = path.join(place, 'node_modules/node/bin/node');
  if (existsSync(program)) return program;
  await mkdir(place, { recursive: true });
  // Without a package of its own here, npm would take this repository for the place to install into. The release
  // is put in its place by an install script.
  const description = { private: true, allowScripts: { node: true } };
  await writeFile(path.join(place, 'package.json'), JSON.stringify(description));
  const shell = createShell({ cwd: place, timeout: 5 * 60_000 });
  const result =
    await shell`npm install --prefix ${place} --no-audit --no-fund --save-exact ${`node@${version}`}`;
  if (result.exitCode === 0 && existsSync(program)) return program;
  throw new Error(`npm cannot install Node ${version}:\n${result.stderr}`);
}
