/** Paths that a server, an archive or a specification names, kept inside their folder. */
import path from 'node:path';

/**
 * Checks a workspace-relative path and gives it in plain form (`./a//b` becomes `a/b`).
 *
 * @returns `undefined` when the path is absolute, climbs out with `..`, is empty, or holds a NUL,
 * a backslash or a line break
 */
export function safeRelativePath(untrusted: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are what this line looks for
  if (/[\u0000-\u001f\\]/.test(untrusted)) return undefined;
  if (untrusted.startsWith('/')) return undefined;
  const parts = untrusted.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..')) return undefined;
  return parts.join('/');
}

/** Whether `candidate` is `folder` itself or lies below it; both absolute. */
export function isInside(folder: string, candidate: string): boolean {
  const relative = path.relative(folder, candidate);
  return (
    relative === '' ||
    (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
  );
}
