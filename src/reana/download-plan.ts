/** The plan of a download: files that come together as a ZIP and files that come one by one. */
import type { WorkspaceFile } from './types.ts';

export interface DownloadPlan {
  readonly archives: readonly ArchivePlan[];
  readonly singles: readonly WorkspaceFile[];
}

/** One request that the server answers with a ZIP. */
export interface ArchivePlan {
  /** Folder to ask for. */
  readonly target: string;
  /** The files wanted out of it. */
  readonly files: readonly WorkspaceFile[];
  /** Bytes after which the answer is not what the listing said. */
  readonly limit: number;
}

/** Fewer files than this are not worth an archive. */
const fewestFiles = 8;
/** Files of this average size keep a connection busy by themselves. */
const largeFile = 2 ** 20;
/** The server builds archives in memory, one worker at a time. */
const largestArchive = 64 * 2 ** 20;

/** Whether an archive may come into question, so that the whole listing is worth asking for. */
export function mayUseArchives(wanted: readonly WorkspaceFile[]): boolean {
  return [...folderTotals(wanted).values()].some((total) => total.count >= fewestFiles);
}

/**
 * Plans a download: a folder comes as one ZIP when it has many small files of which most are wanted.
 *
 * @param listed all files of the workspace
 */
export function planDownload(
  wanted: readonly WorkspaceFile[],
  listed: readonly WorkspaceFile[],
): DownloadPlan {
  const wantedTotals = folderTotals(wanted);
  const listedTotals = folderTotals(listed);

  function isWorthAnArchive(folder: string): boolean {
    const want = wantedTotals.get(folder);
    const all = listedTotals.get(folder);
    if (want === undefined || all === undefined) return false;
    return (
      want.count >= fewestFiles &&
      want.bytes / want.count < largeFile &&
      all.bytes <= largestArchive &&
      all.count <= want.count * 1.25 &&
      all.bytes <= want.bytes * 1.25 + largeFile
    );
  }

  const singles: WorkspaceFile[] = [];
  const groups = new Map<string, WorkspaceFile[]>();
  for (const file of wanted) {
    const target = foldersOf(file.path).find(isWorthAnArchive);
    if (target === undefined) {
      singles.push(file);
      continue;
    }
    const group = groups.get(target);
    if (group === undefined) groups.set(target, [file]);
    else group.push(file);
  }
  const archives = [...groups].map(([target, files]) => {
    const { bytes, count, names } = listedTotals.get(target) ?? {
      bytes: largestArchive + files.reduce((sum, file) => sum + file.size, 0),
      count: 0,
      names: 0,
    };
    // Headers hold every name twice; stored blocks add a little to what cannot be compressed.
    return { target, files, limit: Math.ceil(bytes * 1.001) + 2 * names + count * 256 + 65_536 };
  });
  return { archives, singles };
}

interface Totals {
  count: number;
  bytes: number;
  /** Bytes of the names, at most. */
  names: number;
}

/** What lies below each folder. */
function folderTotals(files: readonly WorkspaceFile[]): Map<string, Totals> {
  const totals = new Map<string, Totals>();
  for (const file of files) {
    for (const folder of foldersOf(file.path)) {
      const total = totals.get(folder) ?? { count: 0, bytes: 0, names: 0 };
      total.count += 1;
      total.bytes += file.size;
      total.names += Buffer.byteLength(file.path);
      totals.set(folder, total);
    }
  }
  return totals;
}

/** `a`, `a/b` for `a/b/c.txt`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
