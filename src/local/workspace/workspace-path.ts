/** Names of files in a workspace, as clients send them. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { RestError } from '../rest-error.ts';

/**
 * The parts of a path in a workspace. A leading slash means the workspace's root; `.` and empty parts say
 * nothing.
 *
 * @throws RestError 400 for a path that is empty or holds `..` or a NUL
 */
export function pathParts(untrusted: string): string[] {
  const parts = untrusted.split('/').filter((part) => part !== '' && part !== '.');
  const bad = parts.length === 0 ? '' : parts.find((part) => part === '..' || part.includes('\0'));
  if (bad === undefined) return parts;
  throw new RestError(400, `'${bad.replaceAll('\0', '?')}' is not a valid path component`);
}

/**
 * The absolute path of `parts` in `workspace`.
 *
 * @throws RestError 400 when a folder on the way, or the file itself, is a symbolic link
 */
export async function resolveInside(workspace: string, parts: readonly string[]): Promise<string> {
  let absolute = workspace;
  for (const part of parts) {
    absolute = path.join(absolute, part);
    const stats = await lstat(absolute).catch(() => undefined);
    if (stats === undefined) return path.join(workspace, ...parts);
    if (stats.isSymbolicLink()) throw symlinkRefused(part);
  }
  return absolute;
}

export function symlinkRefused(name: string): RestError {
  return new RestError(400, `Opening symlink '${name}' is not allowed`);
}
