/** Fetching files out of a workspace, streamed and checked against the listing. */
import { ReanaCiError } from '../base/error.ts';
import { formatBytes } from '../base/format.ts';
import { forEachLimited } from '../base/limit.ts';
import type { Log } from '../base/log.ts';
import { header } from './answer.ts';
import type { Api } from './api.ts';
import { forEachArchived, withSpooledFile } from './archive.ts';
import type { Call } from './call.ts';
import { CallError } from './call-error.ts';
import { mayUseArchives, planDownload, type ArchivePlan } from './download-plan.ts';
import type { FileSink } from './requests.ts';
import { workspacePath } from './workspace-path.ts';
import type { WireAnswer } from './transport.ts';
import type { WorkspaceFile } from './types.ts';
import { listFiles } from './workspace.ts';

export interface Download {
  readonly api: Api;
  readonly log: Log;
  readonly concurrency: number;
  /** Of the run. */
  readonly id: string;
  readonly sink: FileSink;
  readonly signal: AbortSignal | undefined;
}

/** Archives are built in the server's memory, by the few workers everybody shares. */
const archivesAtATime = 2;

/**
 * Hands every file to the sink. A file that cannot be had does not keep the others from coming.
 *
 * @throws ReanaCiError `output-missing` naming the files that could not be fetched whole; what the sink
 * throws; `unreachable`, `unauthorized`, …
 */
export async function downloadFiles(
  download: Download,
  wanted: readonly WorkspaceFile[],
): Promise<void> {
  const { api, id, log, signal } = download;
  const problems = wanted.filter(({ path }) => !path.isWellFormed()).map(unnameable(download));
  const files = wanted.filter(({ path }) => path.isWellFormed());
  const listed = mayUseArchives(files) ? await listFiles(api, log, id, undefined, signal) : [];
  const plan = planDownload(files, listed);
  const singles = [...plan.singles];
  try {
    await forEachLimited(plan.archives, archivesAtATime, async (archive) => {
      singles.push(...(await fetchArchive(download, archive)));
    });
    await forEachLimited(singles, download.concurrency, async (file) => {
      const problem = await fetchSingle(download, file);
      if (problem !== undefined) problems.push(problem);
    });
  } catch (error) {
    throw error instanceof SinkError ? error.thrown : error;
  }
  if (problems.length > 0) throw notWhole(problems, wanted.length);
}

/** @returns the files that did not come out of the archive, to be fetched one by one */
async function fetchArchive(
  download: Download,
  archive: ArchivePlan,
): Promise<readonly WorkspaceFile[]> {
  const pending = new Map(archive.files.map((file) => [file.path, file]));
  try {
    await download.api.stream(
      downloadCall(download.id, archive.target),
      async (answer) => {
        if (isZip(answer)) await unpack(download, archive, pending, answer);
        else await deliverOnly(download, pending, answer);
      },
      download.signal,
    );
  } catch (error) {
    download.signal?.throwIfAborted();
    if (error instanceof SinkError) throw error;
    download.log.debug(
      `${archive.target} did not come as one archive: ${error instanceof Error ? error.message : ''}`,
    );
  }
  return [...pending.values()];
}

async function unpack(
  download: Download,
  archive: ArchivePlan,
  pending: Map<string, WorkspaceFile>,
  answer: WireAnswer,
): Promise<void> {
  await withSpooledFile(answer.body, archive.limit, (spooled) =>
    forEachArchived(spooled, async (path, size, open) => {
      download.signal?.throwIfAborted();
      const file = pending.get(path);
      if (file?.size !== size) return;
      await deliver(download, file, await open());
      pending.delete(path);
    }),
  );
}

/** A glob that matches one file gives that file itself. */
async function deliverOnly(
  download: Download,
  pending: Map<string, WorkspaceFile>,
  answer: WireAnswer,
): Promise<void> {
  const [file, another] = pending.values();
  if (file === undefined || another !== undefined) return;
  await deliver(download, file, answer.body);
  pending.delete(file.path);
}

/** @returns why this file could not be fetched, when the others still can */
async function fetchSingle(
  download: Download,
  file: WorkspaceFile,
): Promise<CallError | undefined> {
  try {
    await download.api.stream(
      downloadCall(download.id, file.path),
      (answer) => {
        // A name that the server took for a pattern after all.
        if (isZip(answer)) throw wrongSize(download, file, 'an archive of several files');
        return deliver(download, file, answer.body);
      },
      download.signal,
    );
    return undefined;
  } catch (error) {
    const isOfFile =
      error instanceof CallError &&
      ['not-found', 'bad-request', 'conflict', 'output-missing'].includes(error.code);
    if (isOfFile || (await isOfFileOnly(download, error))) return error as CallError;
    throw error;
  }
}

/** Whether REANA, which fails to give this file again and again, is well otherwise. */
async function isOfFileOnly({ api, log, id, signal }: Download, error: unknown): Promise<boolean> {
  if (!(error instanceof CallError) || error.failure.status !== 500) return false;
  try {
    await listFiles(api, log, id, undefined, signal);
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

function downloadCall(id: string, target: string): Call {
  return {
    action: `download ${target} from run ${id}`,
    method: 'GET',
    path: ['workflows', id, 'workspace', ...workspacePath(target)],
    transfer: true,
  };
}

function isZip(answer: WireAnswer): boolean {
  return header(answer, 'content-type')?.startsWith('application/zip') === true;
}

/** An error of the sink itself, which no further try of ours would change. */
class SinkError extends Error {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    super('sink failed');
    this.thrown = thrown;
  }
}

async function deliver(
  download: Download,
  file: WorkspaceFile,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  let broken: unknown;
  async function* checked(): AsyncGenerator<Uint8Array> {
    try {
      let size = 0;
      for await (const chunk of content) {
        size += chunk.length;
        if (size > file.size)
          throw wrongSize(download, file, `more than ${formatBytes(file.size)}`);
        yield chunk;
      }
      if (size < file.size) {
        throw wrongSize(download, file, `${formatBytes(size)} of ${formatBytes(file.size)}`);
      }
    } catch (error) {
      broken = error;
      throw error;
    }
  }
  try {
    await download.sink(file, checked());
  } catch (error) {
    throw broken === undefined ? new SinkError(error) : (broken as Error);
  }
  // Also when the sink kept the error for itself.
  if (broken !== undefined) throw broken as Error;
}

function wrongSize(download: Download, file: WorkspaceFile, got: string): CallError {
  return new CallError(
    'output-missing',
    `Could not download ${file.path} from run ${download.id}: ${download.api.server} sent ${got}.`,
    { done: 'no', repeat: 'patiently' },
  );
}

/** Its bytes are not UTF-8: REANA gives them to nobody, and they would be another name here. */
function unnameable({ id, api }: Download): (file: WorkspaceFile) => CallError {
  return ({ path }) =>
    new CallError(
      'output-missing',
      `Could not download ${JSON.stringify(path)} from run ${id}: its name on ${api.server} is not UTF-8.`,
      { done: 'no', repeat: 'never' },
      { hint: 'Have the step give the file another name.' },
    );
}

function notWhole(problems: readonly CallError[], total: number): ReanaCiError {
  const [first] = problems;
  const hint =
    'Files that change while they are fetched, symbolic links and deleted files cannot be had.';
  if (problems.length === 1 && first !== undefined) {
    return new ReanaCiError('output-missing', first.message, { hint });
  }
  return new ReanaCiError(
    'output-missing',
    `${problems.length} of ${total} files could not be downloaded.`,
    {
      hint,
      findings: problems.map(({ message }) => ({
        rule: 'file-not-downloaded',
        severity: 'error',
        message,
      })),
    },
  );
}
