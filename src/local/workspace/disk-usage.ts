/** The size of a workspace, folder by folder. */
import { lstat } from 'node:fs/promises';
import { isJsonObject, parseJson } from '../../base/json.ts';
import { matching, walk, type WorkspaceEntry } from './entries.ts';

export interface DiskUsage {
  /** `/results/plot.png`; empty for the workspace itself. */
  readonly name: string;
  /** Of a folder: of all files in it. */
  readonly bytes: number;
}

export interface DiskUsageQuery {
  /** Only the workspace's sum. */
  readonly summarize?: boolean;
  /** JSON: `{"name": ["*.root"], "size": ["4096"]}`. */
  readonly search?: string;
}

/** The answer for one workspace, like `du -a`: disk blocks, folders with their own, the workspace last. */
export async function diskUsage(
  workspace: string,
  query: DiskUsageQuery = {},
): Promise<DiskUsage[]> {
  const wanted = parseSearch(query.search);
  const usage = await usagePerPath(workspace);
  if (query.summarize === true) return [{ name: '', bytes: usage.get('') ?? 0 }];
  const names = wanted.names && (await matchingPaths(workspace, wanted.names));
  return [...usage]
    .reverse()
    .filter(([name]) => names?.has(name) ?? true)
    .filter(([, bytes]) => wanted.sizes?.includes(String(bytes)) ?? true)
    .map(([name, bytes]) => ({ name: name === '' ? '' : `/${name}`, bytes }));
}

/** Bytes of content of all files below `folder`. */
export async function storedBytes(folder: string): Promise<number> {
  let bytes = 0;
  for await (const entry of walk(folder)) bytes += contentBytes(entry);
  return bytes;
}

async function usagePerPath(workspace: string): Promise<Map<string, number>> {
  const { blocks } = await lstat(workspace);
  const usage = new Map<string, number>([['', blocks * 512]]);
  for await (const entry of walk(workspace)) {
    for (const name of withAncestors(entry)) {
      usage.set(name, (usage.get(name) ?? 0) + entry.stored);
    }
  }
  return usage;
}

function contentBytes(entry: WorkspaceEntry): number {
  return entry.kind === 'directory' ? 0 : entry.size;
}

function withAncestors(entry: WorkspaceEntry): string[] {
  const parts = entry.path.split('/');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))];
}

async function matchingPaths(
  workspace: string,
  patterns: readonly string[],
): Promise<ReadonlySet<string>> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    for await (const entry of matching(workspace, pattern)) paths.add(entry.path);
  }
  return paths;
}

function parseSearch(text: string | undefined): { names?: string[]; sizes?: string[] } {
  const search = text === undefined || text === '' ? {} : parseJson(text);
  if (!isJsonObject(search)) return {};
  const list = (value: unknown): string[] | undefined =>
    Array.isArray(value) ? value.map(String) : undefined;
  const names = list(search.name);
  const sizes = list(search.size);
  return { ...(names && { names }), ...(sizes && { sizes }) };
}
