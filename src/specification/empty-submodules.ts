/** Git submodules that a checkout has left empty, or that are not there at all. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { readBelow } from '../base/open-below.ts';
import { isInside } from '../base/safe-path.ts';

/** Bytes of a list of submodules. */
const largestList = 1024 * 1024;
/** Repositories with more submodules are looked through no further. */
const mostSubmodules = 1000;

/**
 * The empty submodules in or around the folder of an analysis, at any depth.
 *
 * @param root absolute folder of the analysis
 * @returns paths relative to `root`, with `/` between folders
 */
export async function emptySubmodules(root: string): Promise<string[]> {
  const repositories = [(await repositoryOf(root)) ?? root];
  const empty: string[] = [];
  for (const repository of repositories) {
    for (const name of await submodulesOf(repository)) {
      const folder = path.resolve(repository, name);
      if (!isInside(repository, folder) || repositories.length > mostSubmodules) continue;
      if (await isEmpty(folder)) empty.push(folder);
      else repositories.push(folder);
    }
  }
  return empty
    .filter((folder) => folder !== root && isInside(root, folder))
    .map((folder) => path.relative(root, folder).split(path.sep).join('/'));
}

/** The nearest folder from `start` upwards that git works in. */
async function repositoryOf(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (await lstat(path.join(folder, '.git')).catch(() => undefined)) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

async function submodulesOf(repository: string): Promise<string[]> {
  const list = await readBelow(repository, '.gitmodules', largestList).catch(() => undefined);
  const lines = list?.toString('utf8').split(/\r?\n/) ?? [];
  return lines.flatMap((line) => {
    const value = /^\s*path\s*=\s*(.*?)\s*$/.exec(line)?.[1];
    return value === undefined || value === '' ? [] : [value.replace(/^"(.*)"$/, '$1')];
  });
}

/** Whether nothing is checked out there; `.git` alone is what git leaves of one that was taken away again. */
async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.every((name) => name === '.git');
}
