/** The HTTP server of the embedded REANA: who may ask, how bodies are read, how errors look. */
import multipart from '@fastify/multipart';
import fastify, {
  type FastifyInstance,
  type onRequestAsyncHookHandler,
  type onSendAsyncHookHandler,
} from 'fastify';
import { parseJson } from '../../base/json.ts';
import type { Log } from '../../base/log.ts';
import { frameworkError, RestError } from '../rest-error.ts';
import { bundleLimits } from '../../base/bundle-limits.ts';
import { answerHeaders } from './answer-headers.ts';
import { authenticate, checkHost } from './authentication.ts';
import { collectPaths, type KnownPaths } from './known-paths.ts';
import { createRateLimit } from './rate-limit.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { createRoutes } from './routes/create.ts';
import { detailRoutes } from './routes/details.ts';
import { diffRoutes } from './routes/diff.ts';
import { infoRoutes } from './routes/info.ts';
import { listRoutes } from './routes/list.ts';
import { logRoutes } from './routes/logs.ts';
import { openRoutes } from './routes/open.ts';
import { secretRoutes } from './routes/secrets.ts';
import { startRoutes } from './routes/start.ts';
import { statusRoutes } from './routes/status.ts';
import { unavailableRoutes } from './routes/unavailable.ts';
import { userRoutes } from './routes/user.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import type { ServerContext } from './server-context.ts';
import { answerUnrouted, isCounted, redirectSlashes } from './unrouted.ts';

/** Where tests make the server misbehave. */
export interface ServerHooks {
  /** Sees every answer before it is sent; may cut the connection (`request.raw.socket.destroy()`). */
  readonly onSend?: onSendAsyncHookHandler;
  /** Sees every request before anything else. */
  readonly onRequest?: onRequestAsyncHookHandler;
}

export interface ServerOptions {
  readonly log: Log;
  /** Requests per second and client; no limit when missing. */
  readonly rateLimit?: number;
  readonly hooks?: ServerHooks;
}

/** Specifications are text; what is larger is no specification. */
const largestJson = 32 * 1024 * 1024;

export async function createServer(
  context: ServerContext,
  options: ServerOptions,
): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: largestJson,
    exposeHeadRoutes: true,
    forceCloseConnections: true,
    // Uploads and slow clients are not cut off.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 8192 },
    rewriteUrl: ({ url }) => withoutDotSegments(url ?? '/'),
  });
  const paths = collectPaths(app);
  // Two endpoints of REANA read the body of a GET request.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  addParsers(app);
  await app.register(multipart, {
    limits: { fileSize: bundleLimits.bytes, files: 10, fields: 10 },
  });
  addErrorAnswers(app, options.log);
  answerUnrouted(app, paths, context.generation);
  addChecks(app, context, options, paths);
  redirectSlashes(app, paths, context.generation);
  openRoutes(app, context);
  await app.register((routes, _options, done) => {
    routes.addHook('onRequest', (request) => authenticate(request, context));
    for (const add of guardedRoutes(context)) add(routes, context);
    done();
  });
  return app;
}

type AddRoutes = (app: FastifyInstance, context: ServerContext) => void;

function guardedRoutes({ generation }: ServerContext): AddRoutes[] {
  return [
    generation.bundles ? bundleRoutes : createRoutes,
    detailRoutes,
    diffRoutes,
    infoRoutes,
    listRoutes,
    logRoutes,
    secretRoutes,
    startRoutes,
    statusRoutes,
    unavailableRoutes,
    userRoutes,
    workspaceRoutes,
  ];
}

/** JSON keeps the spelling of its numbers; every other body stays a stream. */
function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(String(body)));
    } catch {
      done(unreadableJson(request.routeOptions.url));
    }
  });
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
}

/** Creating a run hands everything that goes wrong on as an internal error. */
function unreadableJson(route: string | undefined): RestError {
  const error = frameworkError(400);
  if (route !== '/api/workflows') return error;
  return new RestError(500, `400 Bad Request: ${error.message}`);
}

/** The path as the proxy in front of REANA passes it on. */
function withoutDotSegments(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s);
  if (!/(?:^|\/)\.{1,2}(?:\/|$)/.test(path)) return url;
  const kept: string[] = [];
  const parts = path.split('/').slice(1);
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '.') kept.push(part);
  }
  if (/^\.{1,2}$/.test(parts.at(-1) ?? '')) kept.push('');
  return `/${kept.join('/')}${query === undefined ? '' : `?${query}`}`;
}

function addChecks(
  app: FastifyInstance,
  { generation }: ServerContext,
  { rateLimit, hooks }: ServerOptions,
  paths: KnownPaths,
): void {
  const limit =
    rateLimit === undefined ? undefined : createRateLimit(rateLimit, generation.strictRequests);
  const headers = answerHeaders(generation);
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(headers);
    checkHost(request);
    if (isCounted(request, paths)) limit?.(request, reply);
    next();
  });
  if (hooks?.onRequest !== undefined) app.addHook('onRequest', hooks.onRequest);
  if (hooks?.onSend !== undefined) app.addHook('onSend', hooks.onSend);
}

function addErrorAnswers(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof RestError) {
      return reply.code(error.status).type('application/json').send(JSON.stringify(error.body));
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ message: error.message });
    // Without the query, which holds the token.
    const route = `${request.method} ${request.url.split('?')[0] ?? ''}`;
    log.warn(`The embedded REANA failed to answer ${route}: ${error.message}`);
    return reply.code(500).send({ message: 'Internal server error.' });
  });
}
