/** The files of a run's workspace: listing, deleting, moving, sizes. */
import * as v from 'valibot';

import { ReanaCiError } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { createGlob } from '../base/glob.ts';
import { safeRelativePath } from '../base/safe-path.ts';
import type { Api } from './api.ts';
import { jsonBody } from './call.ts';
import { CallError } from './call-error.ts';
import { allPages, pageOf } from './pages.ts';
import type { DiskUsage } from './requests.ts';
import { amount, saying, text } from './schema.ts';
import type { WorkspaceFile } from './types.ts';

/** Files with unsafe names that are told, and characters of each. */
const mostUnsafe = 5;
const mostShown = 200;

const listingSchema = pageOf(
  v.object({ name: v.string(), size: v.object({ raw: amount }), 'last-modified': text }),
);

/**
 * Lists the files of a workspace, in one request where the server lets us: it walks all of them for every
 * page anyway.
 *
 * A pattern is applied here, as the server would list folders among the files it matches.
 *
 * @param pattern a file, a folder (all files below it) or a glob in which `**` crosses folders
 * @throws ReanaCiError `bad-request` when there are more files than the server lists (100 000)
 */
export async function listFiles(
  api: Api,
  log: Log,
  id: string,
  pattern?: string,
  signal?: AbortSignal,
): Promise<WorkspaceFile[]> {
  const all = await requestListing(api, id, undefined, signal).catch((error: unknown) => {
    if (!isTooMany(error)) throw error;
    if (pattern !== undefined) return requestListing(api, id, pattern, signal);
    throw tooMany(error);
  });
  const files: WorkspaceFile[] = [];
  const unsafe: string[] = [];
  for (const item of all) {
    const path = safeRelativePath(item.name);
    if (path === undefined) unsafe.push(item.name);
    else files.push({ path, size: item.size.raw, modified: item['last-modified'] ?? '' });
  }
  for (const name of unsafe.slice(0, mostUnsafe)) {
    log.warn(`Leaving out a file with an unsafe name: ${JSON.stringify(name.slice(0, mostShown))}`);
  }
  if (unsafe.length > mostUnsafe) {
    log.warn(`Leaving out ${unsafe.length - mostUnsafe} more files with unsafe names.`);
  }
  return pattern === undefined ? files : files.filter(matcherOf(pattern));
}

/** Deletes what a path or glob names; gives the paths that are gone. */
export async function deleteFiles(
  api: Api,
  id: string,
  pattern: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const answer = await api.json(
    {
      action: `delete ${pattern} from run ${id}`,
      method: 'DELETE',
      path: ['workflows', id, 'workspace', ...pattern.split('/')],
    },
    v.object({
      deleted: v.record(v.string(), v.unknown()),
      failed: v.optional(v.record(v.string(), v.object({ error: text })), {}),
    }),
    signal,
  );
  const failed = Object.entries(answer.failed);
  if (failed.length > 0) {
    const list = failed.map(([name, { error }]) => `${name}: ${error ?? 'no reason given'}`);
    throw new ReanaCiError(
      'conflict',
      `${api.server} could not delete from run ${id}: ${list.join('; ')}.`,
    );
  }
  return Object.keys(answer.deleted);
}

/** Renames or moves inside the workspace. */
export async function moveFiles(
  api: Api,
  id: string,
  source: string,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  await api.json(
    {
      action: `move ${source} to ${target} in run ${id}`,
      method: 'PUT',
      path: ['workflows', 'move_files', id],
      query: { source, target },
      once: true,
    },
    saying(/moved/i),
    signal,
  );
}

/** What the workspace's folders and files take on the server's disk. */
export async function diskUsage(api: Api, id: string, signal?: AbortSignal): Promise<DiskUsage[]> {
  const answer = await api.json(
    {
      action: `ask for the disk usage of run ${id}`,
      method: 'GET',
      path: ['workflows', id, 'disk_usage'],
      // A GET with a body is what the API wants here.
      body: jsonBody({ summarize: false }),
    },
    v.object({
      disk_usage_info: v.array(v.object({ name: v.string(), size: v.object({ raw: amount }) })),
    }),
    signal,
  );
  return answer.disk_usage_info.map(({ name, size }) => ({
    path: name.replace(/^\/+/, ''),
    size: size.raw,
  }));
}

async function requestListing(
  api: Api,
  id: string,
  pattern: string | undefined,
  signal: AbortSignal | undefined,
) {
  return await allPages((page) =>
    api.json(
      {
        action: `list the files of run ${id}`,
        method: 'GET',
        path: ['workflows', id, 'workspace'],
        query: { file_name: pattern, ...page },
        transfer: true,
      },
      listingSchema,
      signal,
    ),
  );
}

function matcherOf(pattern: string): (file: WorkspaceFile) => boolean {
  const plain = safeRelativePath(pattern);
  if (plain === undefined) return () => false;
  // The dialect of wcmatch with GLOBSTAR and DOTGLOB, which has neither braces nor extended globs.
  const matches = createGlob(plain, { dot: true, nobrace: true, noextglob: true, nonegate: true });
  return ({ path }) => path === plain || path.startsWith(`${plain}/`) || matches(path);
}

function isTooMany(error: unknown): error is CallError {
  return (
    error instanceof CallError &&
    error.failure.status === 400 &&
    /too many files/i.test(error.failure.answer ?? '')
  );
}

function tooMany(error: CallError): ReanaCiError {
  return new ReanaCiError(error.code, error.message, {
    hint: 'Name the folder or files to list, or have the workflow pack its outputs into fewer files.',
  });
}
