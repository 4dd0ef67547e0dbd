/** Requests that no route takes, answered as the web framework of REANA does. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Generation } from '../generation.ts';
import { frameworkError } from '../rest-error.ts';
import type { KnownPaths } from './known-paths.ts';

export function answerUnrouted(
  app: FastifyInstance,
  paths: KnownPaths,
  { extended }: Generation,
): void {
  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request);
    const methods = paths.methodsOf(path);
    if (request.method === 'OPTIONS' && methods.length > 0) {
      const allowed = extended ? ['OPTIONS', ...methods] : [...methods, 'OPTIONS'];
      return reply.type('text/html; charset=utf-8').header('Allow', allowed.join(', ')).send('');
    }
    const other = paths.redirection(request.method, path);
    if (other !== undefined) return redirect(request, reply, other, extended);
    if (methods.length > 0) throw frameworkError(405);
    throw frameworkError(404);
  });
}

/** Sends requests with slashes too many where the one slash leads. */
export function redirectSlashes(
  app: FastifyInstance,
  paths: KnownPaths,
  { extended }: Generation,
): void {
  app.addHook('onRequest', async (request, reply) => {
    const path = pathOf(request);
    const other = path.includes('//') ? paths.redirection(request.method, path) : undefined;
    if (other !== undefined) return redirect(request, reply, other, extended);
  });
}

/** Whether the rate limit counts a request: known paths do, and questions for their methods. */
export function isCounted(request: FastifyRequest, paths: KnownPaths): boolean {
  return (
    !request.is404 || (request.method === 'OPTIONS' && paths.methodsOf(pathOf(request)).length > 0)
  );
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '';
}

function redirect(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  extended: boolean,
): FastifyReply {
  const query = request.url.slice(pathOf(request).length);
  const target = `${request.protocol}://${request.headers.host ?? ''}${path}${query}`;
  const shown = target.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&#34;');
  const page = extended
    ? [
        ...['<!doctype html>', '<html lang=en>', title, '<h1>Redirecting...</h1>'],
        `<p>You should be redirected automatically to the target URL: <a href="${shown}">${shown}</a>. If not, click the link.`,
      ]
    : [
        ...['<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">', title],
        '<h1>Redirecting...</h1>',
        `<p>You should be redirected automatically to target URL: <a href="${shown}">${shown}</a>. If not click the link.`,
      ];
  return reply
    .code(308)
    .header('Location', target)
    .type('text/html; charset=utf-8')
    .send(`${page.join('\n')}\n`);
}

const title = '<title>Redirecting...</title>';
