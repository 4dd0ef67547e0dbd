/** The files of a run's workspace. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RestError } from '../../rest-error.ts';
import { runFiles } from '../../run/run-files.ts';
import { serverTime } from '../../server-time.ts';
import { fullRunName } from '../../store/run-name.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { moveFiles, removeFiles } from '../../workspace/change-files.ts';
import { openDownload } from '../../workspace/download.ts';
import { listFiles } from '../../workspace/list-files.ts';
import { receiveFile } from '../../workspace/upload.ts';
import { attachment, previewType } from '../attachment.ts';
import { sizeAnswer } from '../human-readable.ts';
import { pathValue, queryFlag, queryNumber, queryValue, runOf, runPath } from '../request.ts';
import { checkUploadQuota, type ServerContext } from '../server-context.ts';

export function workspaceRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation, state } = context;

  app.get(`${runPath}/workspace`, async (request) => {
    const workspace = await workspaceOf(context, runOf(context, request));
    const pattern = queryValue(request, 'file_name');
    const search = queryValue(request, 'search');
    const files = await listFiles(workspace, {
      ...(pattern && { pattern }),
      ...(search && { search }),
      limit: generation.listLimit,
      badSearchStatus: generation.badSearchStatus,
    });
    const page = queryNumber(request, 'page') ?? 1;
    const size = queryNumber(request, 'size') ?? Math.max(files.length, 1);
    return {
      items: files.slice((page - 1) * size, page * size).map((file) => ({
        name: file.path,
        size: sizeAnswer(file.size),
        'last-modified': serverTime(file.modified),
      })),
      total: files.length,
      page,
      has_prev: page > 1,
      has_next: page * size < files.length,
    };
  });

  app.post(`${runPath}/workspace`, async (request) => {
    const run = runOf(context, request);
    const name = uploadName(request);
    const content = uploadContent(request, generation.chunkedUpload);
    await checkUploadQuota(context, name, Number(request.headers['content-length'] ?? 0));
    const workspace = await workspaceOf(context, run, 500);
    const target = { workspace, temporary: state.temporary, mode: generation.uploadMode };
    await receiveFile(target, name, content);
    return { message: `${name} has been successfully uploaded.` };
  });

  app.get(`${runPath}/workspace/*`, async (request, reply) => {
    const run = runOf(context, request);
    const workspace = await workspaceOf(context, run);
    const requested = forwardedPath(pathValue(request, '*'));
    const download = await openDownload(workspace, requested, fullRunName(run));
    const preview = queryFlag(request, 'preview') ? previewType(download.name) : undefined;
    return reply
      .type(preview ?? download.type)
      .header('Content-Disposition', attachment(download.name, preview !== undefined))
      .send(download.content);
  });

  app.delete(`${runPath}/workspace/*`, async (request) => {
    const workspace = await workspaceOf(context, runOf(context, request));
    return removeFiles(workspace, forwardedPath(pathValue(request, '*')));
  });

  app.put('/api/workflows/move_files/:workflow', async (request) => {
    const run = runOf(context, request);
    const source = queryValue(request, 'source') ?? '';
    const target = queryValue(request, 'target') ?? '';
    if (run.status === 'running') {
      throw new RestError(409, 'Workflow is running, files can not be moved');
    }
    await moveFiles(await workspaceOf(context, run), source, target);
    return {
      message: `Files were successfully moved in workflow ${fullRunName(run)}.`,
      workflow_id: run.id,
      workflow_name: fullRunName(run),
    };
  });
}

/** @throws RestError when the run was deleted */
export async function workspaceOf(
  { state }: ServerContext,
  run: StoredRun,
  missing = 404,
): Promise<string> {
  const { workspace } = runFiles(state, run);
  if ((await stat(workspace).catch(() => undefined)) === undefined) {
    throw new RestError(missing, 'Workspace does not exist.');
  }
  return workspace;
}

function uploadName(request: FastifyRequest): string {
  const name = queryValue(request, 'file_name');
  if (name === undefined || name === '') throw new RestError(400, 'No file_name provided');
  const type = request.headers['content-type'];
  if (type === undefined) throw new RestError(500, 'The request has no Content-Type.');
  if (type.includes('application/octet-stream')) return name;
  throw new RestError(400, `Wrong Content-Type ${type}. It must be application/octet-stream.`);
}

/** Without Content-Length old servers see no content at all, and say nothing. */
function uploadContent(request: FastifyRequest, chunked: 'stored empty' | 'refused'): Readable {
  if (request.headers['content-length'] !== undefined) {
    return request.body instanceof Readable ? request.body : Readable.from([]);
  }
  if (chunked === 'refused') throw new RestError(411, 'Content-Length header is required.');
  request.raw.resume();
  return Readable.from([]);
}

/**
 * The server passes a path on to the workflow controller without quoting it again, so that what follows
 * a `#` or `?` is lost and `%` is decoded twice.
 */
function forwardedPath(path: string): string {
  const kept = path.replace(/[#?].*$/s, '');
  try {
    return decodeURIComponent(kept);
  } catch {
    return kept;
  }
}
