/** The files of a run's workspace. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  frameworkError,
  RestError,
  systemError,
  unknownRun,
  unknownRunOfUpload,
} from '../../rest-error.ts';
import { runFiles } from '../../run/run-files.ts';
import { serverTime } from '../../../base/server-time.ts';
import { fullRunName } from '../../store/run-name.ts';
import type { StoredRun } from '../../store/stored-run.ts';
import { moveFiles, removeFiles } from '../../workspace/change-files.ts';
import { openDownload } from '../../workspace/download.ts';
import { listFiles } from '../../workspace/list-files.ts';
import { receiveFile } from '../../workspace/upload.ts';
import { attachment, previewType } from '../attachment.ts';
import { sizeAnswer } from '../human-readable.ts';
import {
  pageAnswer,
  pathValue,
  queryFlag,
  queryPage,
  queryValue,
  runOf,
  runPath,
} from '../request.ts';
import { checkUploadQuota, type ServerContext } from '../server-context.ts';

export function workspaceRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation, state } = context;

  app.get(`${runPath}/workspace`, async (request) => {
    const workspace = await workspaceOf(context, runOf(context, request));
    const { page, size } = queryPage(context, request);
    const pattern = queryValue(request, 'file_name');
    const search = queryValue(request, 'search');
    const files = await listFiles(workspace, {
      ...(pattern && { pattern }),
      ...(search && { search }),
      limit: generation.listLimit,
      searchError:
        generation.badSearchStatus === 404
          ? unknownRun(pathValue(request, 'workflow'))
          : new RestError(400, 'Malformed request.'),
    });
    const shown = size === undefined ? files : files.slice((page - 1) * size, page * size);
    return {
      items: shown.map((file) => ({
        name: file.path,
        size: sizeAnswer(file.size),
        'last-modified': serverTime(file.modified),
      })),
      ...pageAnswer({ page, ...(size !== undefined && { size }) }, files.length),
    };
  });

  app.post(`${runPath}/workspace`, async (request) => {
    const run = uploadedRun(context, request);
    const name = uploadName(request);
    const content = uploadContent(request, generation.chunkedUpload);
    await checkUploadQuota(context, name, Number(request.headers['content-length'] ?? 0));
    const workspace = await storedWorkspace(context, run);
    const target = { workspace, temporary: state.temporary, mode: generation.uploadMode };
    await receiveFile(target, name, content);
    return { message: `${name} has been successfully uploaded.` };
  });

  app.get(`${runPath}/workspace/*`, async (request, reply) => {
    const run = runOf(context, request);
    const workspace = await storedWorkspace(context, run);
    const requested = forwardedPath(pathValue(request, '*'));
    if (requested === '') throw frameworkError(404);
    if (requested.split('/').includes('..')) return notFoundPage(reply);
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
    const source = requiredValue(request, 'source', 'Source');
    const target = requiredValue(request, 'target', 'Target');
    if (run.status === 'running') {
      throw new RestError(409, 'Workflow is running, files can not be moved');
    }
    await moveFiles(await workspaceOf(context, run), source, target);
    return {
      message: `File(s) ${source} were successfully moved`,
      workflow_id: run.id,
      workflow_name: fullRunName(run),
    };
  });
}

/** @throws RestError 404 when the run was deleted */
export async function workspaceOf(context: ServerContext, run: StoredRun): Promise<string> {
  const { workspace } = runFiles(context.state, run);
  if (await isThere(workspace)) return workspace;
  throw new RestError(404, 'Workspace does not exist.');
}

/**
 * The same for requests that do not ask whether the run was deleted, and stumble.
 *
 * @throws RestError 500 with `message`, by default the failed system call
 */
export async function storedWorkspace(
  context: ServerContext,
  run: StoredRun,
  message?: string,
): Promise<string> {
  const { workspace } = runFiles(context.state, run);
  if (await isThere(workspace)) return workspace;
  throw new RestError(500, message ?? systemError('ENOENT', workspace));
}

async function isThere(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}

/** A file name with a NUL breaks the question for the run. */
function uploadedRun(context: ServerContext, request: FastifyRequest): StoredRun {
  const name = pathValue(request, 'workflow');
  const run = context.store.runs.find(name);
  if (run !== undefined && queryValue(request, 'file_name')?.includes('\0') !== true) return run;
  throw unknownRunOfUpload(name);
}

/** @throws RestError 500 in the words of the library that checks requests to the controller */
function requiredValue(request: FastifyRequest, name: string, title: string): string {
  const value = queryValue(request, name);
  if (value !== undefined) return value;
  throw new RestError(
    500,
    `${name} is a required parameter.

Failed validating 'required' in schema:
    {'description': 'Required. ${title} file(s).',
     'in': 'query',
     'name': '${name}',
     'required': True,
     'type': 'string'}

On instance:
    None`,
  );
}

/** The controller's page for a path that leads out of the workspace: the way to it collapses. */
function notFoundPage(reply: FastifyReply): FastifyReply {
  const { message } = frameworkError(404);
  const lines = ['<!doctype html>', '<html lang=en>', '<title>404 Not Found</title>'];
  return reply
    .code(404)
    .type('text/html; charset=utf-8')
    .send([...lines, '<h1>Not Found</h1>', `<p>${message}</p>`, ''].join('\n'));
}

function uploadName(request: FastifyRequest): string {
  const name = queryValue(request, 'file_name');
  if (name === undefined || name === '') throw new RestError(400, 'No file_name provided');
  const type = request.headers['content-type'];
  if (type === undefined) throw new RestError(500, "argument of type 'NoneType' is not iterable");
  if (type.includes('application/octet-stream')) return name;
  throw new RestError(400, `Wrong Content-Type ${type} use application/octet-stream`);
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
