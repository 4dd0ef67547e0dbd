/** What a REANA cluster does and one machine does not: answered clearly, not with silence. */
import type { FastifyInstance } from 'fastify';
import { RestError } from '../../rest-error.ts';
import { runPath } from '../request.ts';

const missing = [
  ['POST', `${runPath}/open/:type`, 'interactive sessions'],
  ['POST', `${runPath}/close/`, 'interactive sessions'],
  ['POST', `${runPath}/share`, 'sharing'],
  ['POST', `${runPath}/unshare`, 'sharing'],
  ['GET', `${runPath}/share-status`, 'sharing'],
  ['GET', '/api/users/shared-with-you', 'sharing'],
  ['GET', '/api/users/you-shared-with', 'sharing'],
  ['POST', '/api/launch', 'launching from a URL'],
  ['GET', '/api/gitlab', 'the GitLab integration'],
  ['GET', '/api/gitlab/connect', 'the GitLab integration'],
  ['GET', '/api/gitlab/projects', 'the GitLab integration'],
  ['POST', '/api/gitlab/webhook', 'the GitLab integration'],
  ['DELETE', '/api/gitlab/webhook', 'the GitLab integration'],
] as const;

export function unavailableRoutes(app: FastifyInstance): void {
  for (const [method, url, what] of missing) {
    app.route({
      method,
      url,
      handler: () => {
        throw new RestError(501, `The embedded REANA does not offer ${what}.`);
      },
    });
  }
}
