/** The parts of a REANA cluster that one machine lacks: answered clearly, not with silence. */
import type { FastifyInstance } from 'fastify';
import { fieldError, RestError } from '../../rest-error.ts';
import { jsonBody, pathValue, runOf, runPath } from '../request.ts';
import type { ServerContext } from '../server-context.ts';

const missing = [
  ['POST', `${runPath}/share`, 'sharing'],
  ['POST', `${runPath}/unshare`, 'sharing'],
  ['GET', `${runPath}/share-status`, 'sharing'],
  ['GET', '/api/users/shared-with-you', 'sharing'],
  ['GET', '/api/users/you-shared-with', 'sharing'],
  ['GET', '/api/gitlab', 'the GitLab integration'],
  ['GET', '/api/gitlab/connect', 'the GitLab integration'],
  ['GET', '/api/gitlab/projects', 'the GitLab integration'],
  ['POST', '/api/gitlab/webhook', 'the GitLab integration'],
  ['DELETE', '/api/gitlab/webhook', 'the GitLab integration'],
] as const;

/** Since servers log in by OpenID Connect. */
const missingNext = [
  ['GET', '/api/gitlab/webhook-token', 'the GitLab integration'],
  ['PUT', '/api/gitlab/webhook-token', 'the GitLab integration'],
] as const;

export function unavailableRoutes(app: FastifyInstance, context: ServerContext): void {
  const { bearer, strictRequests } = context.generation;
  for (const [method, url, what] of [...missing, ...(bearer ? missingNext : [])]) {
    app.route({
      method,
      url,
      handler: () => {
        throw unavailable(what);
      },
    });
  }

  app.post(`${runPath}/open/:type`, (request) => {
    runOf(context, request);
    const type = pathValue(request, 'type');
    if (type === 'jupyter') throw unavailable('interactive sessions');
    throw new RestError(
      404,
      `Interactive session type ${type} not found, try with one of: ['jupyter']`,
    );
  });

  app.post(`${runPath}/close/`, (request) => {
    throw noSession(runOf(context, request).id);
  });

  if (bearer) {
    app.get(`${runPath}/interactive-session-secret`, (request) => {
      throw noSession(runOf(context, request).id);
    });
  }

  app.post('/api/launch', (request) => {
    const { url } = jsonBody(request);
    if (url === undefined) {
      throw fieldError('url', 'Missing data for required field.', strictRequests);
    }
    if (typeof url !== 'string' || !/^https?:\/\/[^/]/.test(url)) {
      throw fieldError('url', 'Not a valid URL.', strictRequests);
    }
    throw unavailable('launching from a URL');
  });
}

function unavailable(what: string): RestError {
  return new RestError(501, `The embedded REANA does not offer ${what}.`);
}

function noSession(id: string): RestError {
  return new RestError(404, `Workflow - ${id} has no open interactive session.`);
}
