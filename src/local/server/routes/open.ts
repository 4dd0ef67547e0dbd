/** Questions that anybody on this machine may ask. */
import type { FastifyInstance } from 'fastify';
import { RestError } from '../../rest-error.ts';
import type { ServerContext } from '../server-context.ts';

/** Tells clients that runs are made from bundles. */
const bundleCapability = 'workflow-specification-bundles-v1';

export function openRoutes(app: FastifyInstance, { generation, issuer }: ServerContext): void {
  app.get('/api/ping', () => ({
    message: 'OK',
    status: '200',
    ...(generation.bundles && {
      api_capabilities: [bundleCapability],
      reana_server_version: generation.version,
    }),
  }));

  if (generation.bearer) {
    app.get('/api/.well-known/openid-configuration', () => {
      if (issuer !== undefined) return issuer;
      throw new RestError(500, 'The identity provider integration is not correctly configured.');
    });
  }

  app.get('/api/config', () => ({
    admin_email: null,
    announcement: null,
    cern_sso: false,
    chat_url: null,
    client_pyvenv: null,
    docs_url: 'https://docs.reana.io',
    file_preview_size_limit: 5_242_880,
    forum_url: 'https://forum.reana.io',
    hide_signup: false,
    launcher_examples: null,
    local_users: true,
    login_provider_config: [],
    maximum_interactive_session_inactivity_period: null,
    polling_secs: 15,
    privacy_notice_url: null,
    quota_enabled: true,
    user_confirmation: true,
  }));

  if (generation.bearer) loginRoutes(app);
}

/** The login of web browsers, which is off here, and the health of what it stands on. */
function loginRoutes(app: FastifyInstance): void {
  app.get('/api/health', () => ({ status: 'ok', checks: {} }));
  for (const [method, url] of [
    ['GET', '/api/login'],
    ['GET', '/api/oauth/callback'],
    ['POST', '/api/logout'],
  ] as const) {
    app.route({
      method,
      url,
      handler: () => {
        throw new RestError(404, 'Browser login is not enabled.');
      },
    });
  }
}
