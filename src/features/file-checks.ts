/** Steps about single files of the workspace. */
import { createHash } from 'node:crypto';
import type { WorkspaceFile } from '../reana/types.ts';
import { adler32 } from './adler32.ts';
import { type Check, type Evidence, unquoted } from './check.ts';
import { formatSize, readSize } from './size.ts';
import { createSearch } from './text-search.ts';

export const fileContains: Check = async (evidence, [name = '', content = '']) => {
  const found = await singleFile(evidence, unquoted(name).replace(/^\//, ''));
  if (!('path' in found)) return found;
  const search = createSearch(content);
  await evidence.read(found, search.take);
  const answer = search.end();
  if (answer === 'no text') return { failed: `${found.path} is not text in UTF-8` };
  return answer ? undefined : { failed: `${found.path} does not contain "${content}"` };
};

export const fileHasChecksum: Check = async (evidence, [name = '', file = '', sum = '']) => {
  const algorithm = unquoted(name).toLowerCase();
  if (!algorithms.includes(algorithm)) {
    return { failed: `no checksum of REANA's: "${algorithm}" (it has ${algorithms.join(', ')})` };
  }
  const found = await singleFile(evidence, unquoted(file));
  if (!('path' in found)) {
    return 'skipped' in found ? { failed: 'several files have no checksum' } : found;
  }
  const hash = algorithm === 'adler32' ? adler32() : createHash(algorithm);
  await evidence.read(found, (part) => {
    hash.update(part);
  });
  const actual = hash.digest('hex');
  const expected = unquoted(sum);
  const isEqual =
    algorithm === 'adler32'
      ? actual === expected.toLowerCase().replace(/^0x/, '')
      : actual === expected;
  return isEqual
    ? undefined
    : { failed: `the ${algorithm} checksum of ${found.path} is ${actual}` };
};

export const fileHasSize: Check = async (evidence, [name = '', size = '']) => {
  const expected = readSize(size);
  if (typeof expected !== 'number') return expected;
  const found = await sized(evidence, name);
  if (!('path' in found)) return found;
  return found.size === expected ? undefined : wrongSize(found);
};

export const fileIsBetween: Check = async (evidence, [name = '', one = '', other = '']) => {
  const first = readSize(one);
  if (typeof first !== 'number') return first;
  const second = readSize(other);
  if (typeof second !== 'number') return second;
  const found = await sized(evidence, name);
  if (!('path' in found)) return found;
  const isBetween = Math.min(first, second) <= found.size && found.size <= Math.max(first, second);
  return isBetween ? undefined : wrongSize(found);
};

const algorithms = ['sha256', 'sha512', 'md5', 'adler32'];

type NotOne = { readonly failed: string } | { readonly skipped: string };

async function singleFile(evidence: Evidence, name: string): Promise<WorkspaceFile | NotOne> {
  const found = await evidence.find(name);
  const [file] = found;
  if (file === undefined) return { failed: `the workspace does not contain ${name}` };
  // REANA hands these out as an archive.
  if (found.length > 1 || file.path.startsWith(`${name.replace(/\/+$/, '')}/`)) {
    return { skipped: `${name} is not a single file` };
  }
  return file;
}

async function sized(evidence: Evidence, name: string): Promise<WorkspaceFile | NotOne> {
  const path = unquoted(name).replace(/^\.\//, '').replace(/^\//, '');
  const found = await evidence.find(path);
  const [file] = found;
  if (file === undefined || found.length > 1) {
    return { failed: `the workspace does not contain one file ${path}` };
  }
  return file;
}

function wrongSize({ path, size }: WorkspaceFile) {
  return { failed: `the size of ${path} is ${formatSize(size)}` };
}
