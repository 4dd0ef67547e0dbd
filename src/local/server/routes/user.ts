/** The user and the cluster as a whole: quota, token, health. */
import type { FastifyInstance } from 'fastify';
import { RestError } from '../../rest-error.ts';
import { storedBytes } from '../../workspace/disk-usage.ts';
import { humanMilliseconds, sizeAnswer } from '../human-readable.ts';
import { owner, type ServerContext } from '../server-context.ts';

export function userRoutes(app: FastifyInstance, context: ServerContext): void {
  const { generation, store } = context;
  const token = { status: 'active', requested_at: 'Thu, 01 Jan 1970 00:00:00 GMT' };

  app.get('/api/you', async () => ({
    email: owner.email,
    // A login gives everybody a name, and tokens of its own.
    full_name: generation.bearer ? 'Local user' : null,
    username: generation.bearer ? 'local' : null,
    ...(generation.extended && { id_: owner.id }),
    reana_server_version: generation.version,
    ...(!generation.bearer && { reana_token: { value: context.token, ...token } }),
    quota: {
      cpu: {
        usage: cpuUsage(store.jobs.totalMilliseconds()),
        ...(generation.extended && { quota_period_months: null, quota_period_start_at: null }),
      },
      disk: await diskQuota(context),
    },
  }));

  // Servers whose tokens come from a login have none to ask for.
  if (!generation.bearer) {
    app.put('/api/token', () => {
      throw new RestError(
        500,
        `User <User UUID('${owner.id}')> has already an active access token.`,
      );
    });
  }

  app.get('/api/status', () => {
    const running = store.runs.withStatus(['running']).length;
    const queued = store.runs.withStatus(['queued', 'pending']).length;
    const busy = {
      available: context.jobs,
      health: 'healthy',
      percentage: 100,
      total: context.jobs,
    };
    return {
      job: { ...busy, pending: 0, running: 0, sort: 1 },
      node: {
        available: 1,
        health: 'healthy',
        percentage: 100,
        sort: 0,
        total: 1,
        unschedulable: 0,
      },
      session: { active: 0, sort: 3 },
      workflow: { ...busy, pending: 0, queued, running, sort: 2 },
    };
  });
}

function cpuUsage(milliseconds: number): object {
  return { raw: milliseconds, human_readable: humanMilliseconds(milliseconds) };
}

async function diskQuota({ state, diskLimit }: ServerContext): Promise<object> {
  const used = await storedBytes(state.workspaces);
  const usage = sizeAnswer(used);
  if (diskLimit === undefined) return { usage };
  const share = used / diskLimit;
  const health = share >= 1 ? 'critical' : share >= 0.8 ? 'warning' : 'healthy';
  return { usage, limit: sizeAnswer(diskLimit), health };
}
