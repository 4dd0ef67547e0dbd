/** Names of a workspace as a download has to ask for them. */

/**
 * The segments of a file's or folder's path for the address of a download, to be percent-encoded like all
 * segments.
 *
 * The server reads the path as a glob, so that its signs are put into brackets. It also hands the path on
 * without encoding it again, so that `%`, `#` and `?` are encoded here once more.
 */
export function workspacePath(path: string): string[] {
  return path
    .split('/')
    .map((part) =>
      part.replace(/[*?[]/g, '[$&]').replace(/\\/g, '\\\\').replace(/[%#?]/g, encodeURIComponent),
    );
}
