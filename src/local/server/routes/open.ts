/** What anybody on this machine may ask. */
import type { FastifyInstance } from 'fastify';
import type { ServerContext } from '../server-context.ts';

/** Tells clients that runs are made from bundles. */
const bundleCapability = 'workflow-specification-bundles-v1';

export function openRoutes(app: FastifyInstance, { generation }: ServerContext): void {
  app.get('/api/ping', () => ({
    message: 'OK',
    status: '200',
    ...(generation.bundles && {
      api_capabilities: [bundleCapability],
      reana_server_version: generation.version,
    }),
  }));

  app.get('/api/config', () => ({
    announcement: null,
    docs_url: 'https://docs.reana.io/',
    polling_secs: 15,
    quota_enabled: false,
  }));
}
