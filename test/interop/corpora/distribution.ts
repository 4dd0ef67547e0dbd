/** Source distributions of public packages, whose own tests are documents that others have written. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createShell } from '../../../src/base/shell.ts';
import { seededRandom } from '../../lint/mutations.ts';
import { type AtEnd, temporaryFolder } from '../../temporary-folder.ts';
import { exclusively } from '../exclusively.ts';
import { type Peer, requirePeer, requireUv } from '../peers.ts';

const cache = path.resolve(import.meta.dirname, '../../../.cache/distributions');

/** Whether all documents are read, instead of a share that is always the same. */
const isWhole = process.env.REANA_CI_CORPORA === 'whole';

export type Distribution = readonly [name: string, version: string];

/** @returns the folder of the distribution, fetched unless it is there */
async function requireDistribution([name, version]: Distribution): Promise<string> {
  const folder = path.join(cache, `${name}-${version}`);
  const pip = path.join(path.dirname(await requireUv()), 'pip');
  await mkdir(cache, { recursive: true });
  await exclusively(`${folder}.lock`, async () => {
    if (existsSync(path.join(folder, 'PKG-INFO'))) return;
    const shell = createShell({ cwd: cache, env: { ...process.env } as Record<string, string> });
    const wanted = `${name}==${version}`;
    const fetched =
      await shell`${pip} download --quiet --no-deps --no-binary ${name} --dest ${folder} ${wanted}`;
    const [archive = 'none'] = globSync('*.tar.gz', { cwd: folder });
    const unpacked = await shell`tar xzf ${folder}/${archive} -C ${folder} --strip-components 1`;
    if (unpacked.exitCode !== 0) throw new Error(`${wanted}: ${fetched.stderr}${unpacked.stderr}`);
  });
  return folder;
}

/**
 * The documents of the distributions that fit `pattern`, sorted.
 *
 * @param most how many of them are read when not all are
 */
export async function documentsOf(
  distributions: readonly Distribution[],
  pattern: string,
  most: number,
): Promise<readonly string[]> {
  const folders = await Promise.all(distributions.map(requireDistribution));
  const found = folders.flatMap((cwd) =>
    globSync(pattern, { cwd, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name)),
  );
  return isWhole ? found.sort() : shareOf(found.sort(), most);
}

function shareOf(files: readonly string[], most: number): readonly string[] {
  const random = seededRandom(14);
  return files
    .map((file) => ({ file, place: random() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, most)
    .map(({ file }) => file)
    .sort();
}

/** What the program in Python beside this file says of each of the files, with the packages of a peer. */
export async function askPython(
  peer: Peer,
  program: string,
  files: readonly string[],
  atEnd: AtEnd,
): Promise<readonly (string | null)[]> {
  const programs = await requirePeer(peer);
  const folder = await temporaryFolder({ 'list.json': JSON.stringify(files) }, atEnd);
  const shell = createShell({
    cwd: folder,
    env: { PATH: `${programs}:/usr/bin:/bin`, HOME: folder, PYTHONWARNINGS: 'ignore' },
  });
  const ran = await shell`python ${path.join(import.meta.dirname, program)} list.json answers.json`;
  if (ran.exitCode !== 0) throw new Error(ran.stderr);
  return JSON.parse(readFileSync(path.join(folder, 'answers.json'), 'utf8')) as (string | null)[];
}
