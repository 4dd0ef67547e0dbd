/** The HTTP server of the embedded REANA: who may ask, how bodies are read, how errors look. */
import multipart from '@fastify/multipart';
import fastify, {
  type FastifyInstance,
  type onRequestAsyncHookHandler,
  type onSendAsyncHookHandler,
} from 'fastify';
import { parseJson } from '../../base/json.ts';
import type { Log } from '../../base/log.ts';
import { RestError } from '../rest-error.ts';
import { largestBundle } from '../run/bundle.ts';
import { authenticate, checkHost } from './authentication.ts';
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
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // Uploads and slow clients are not cut off.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 8192 },
  });
  // Two endpoints of REANA read the body of a GET request.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  addParsers(app);
  await app.register(multipart, { limits: { fileSize: largestBundle, files: 10, fields: 10 } });
  addErrorAnswers(app, options.log);
  addChecks(app, options);
  openRoutes(app, context);
  await app.register((routes, _options, done) => {
    routes.addHook('onRequest', (request, _reply, next) => {
      authenticate(request, context.token, context.generation.bearer);
      next();
    });
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
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(String(body)));
    } catch {
      done(new RestError(400, 'The body of the request is not valid JSON.'));
    }
  });
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
}

function addChecks(app: FastifyInstance, { rateLimit, hooks }: ServerOptions): void {
  const limit = rateLimit === undefined ? undefined : createRateLimit(rateLimit);
  app.addHook('onRequest', (request, reply, next) => {
    checkHost(request);
    limit?.(request, reply);
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
  app.setNotFoundHandler(async (request, reply) => {
    const route = `${request.method} ${request.url.split('?')[0] ?? ''}`;
    return reply.code(404).send({ message: `The embedded REANA does not have ${route}.` });
  });
}
