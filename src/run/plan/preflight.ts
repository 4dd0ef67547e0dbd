/** Checks of what the account and the cluster would refuse only after files have been sent, or hours in the queue. */
import { ReanaCiError } from '../../base/error.ts';
import { formatBytes, formatDuration } from '../../base/format.ts';
import type { Finding } from '../../base/error.ts';
import { CallError } from '../../reana/call-error.ts';
import type { ClusterInfo, QuotaResource, User } from '../../reana/types.ts';
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { Specification } from '../../specification/specification.ts';
import { type BundleFile, checkBundle } from '../../specification/workspace-files.ts';
import type { RunContext } from '../run-context.ts';
import { clusterLimits, generationOf } from './cluster-limits.ts';
import { lintForCluster } from './lint.ts';

/** A server that has answered, and who the user is there. */
export interface KnownServer {
  readonly user: User;
  /** Absent when the server does not tell its version. */
  readonly generation?: ServerGeneration;
}

/**
 * Asks whether there is a REANA server that knows the user, and takes the submission in its form.
 *
 * @throws ReanaCiError `not-reana`, `tls`, `unreachable`, `unauthorized`, `forbidden`; `specification` when
 * the server wants a bundle and this one is too large
 */
export async function checkServer(
  bundle: readonly BundleFile[],
  { client, signal }: RunContext,
): Promise<KnownServer> {
  const capabilities = await client.ping(signal);
  const findings = capabilities.bundles ? checkBundle(bundle) : [];
  if (findings.length > 0) {
    throw new ReanaCiError('specification', 'The server would refuse the workflow.', { findings });
  }
  const user = await client.user(signal);
  const generation = generationOf(capabilities, user);
  return { user, ...(generation && { generation }) };
}

const moreQuota =
  'Delete runs that you no longer need, or ask the administrators of the cluster for more quota.';

/**
 * Asks whether the user may make another run, and compares the analysis with what the cluster can do.
 *
 * @param linted what is told already; absent where the user wants no lint
 * @throws ReanaCiError `quota` when disk or CPU time is used up, `specification` with all that the cluster
 * would refuse
 */
export async function checkCluster(
  server: KnownServer,
  { specification, linted }: CheckedPlan,
  context: RunContext,
): Promise<void> {
  checkQuota(server.user, context);
  const info = await readInfo(context);
  if (info === undefined) return;
  checkEngine(specification, info);
  if (linted === undefined) return;
  const cluster = clusterLimits(info, server.generation);
  await lintForCluster(specification, cluster, linted, context.host);
}

interface CheckedPlan {
  readonly specification: Specification;
  readonly linted?: readonly Finding[];
}

/** The cluster's limits; `undefined` when the server fails to tell them, which is no reason not to run. */
async function readInfo({ client, host, signal }: RunContext): Promise<ClusterInfo | undefined> {
  try {
    return await client.info(signal);
  } catch (error) {
    if (!(error instanceof CallError) || error.failure.status !== 500) throw error;
    host.announce({
      kind: 'warning',
      message: `${error.message} The analysis is not compared with the limits of the cluster.`,
    });
    return undefined;
  }
}

function checkEngine({ language }: Specification, { supportedEngines }: ClusterInfo): void {
  if (supportedEngines === undefined || supportedEngines.length === 0) return;
  if (supportedEngines.includes(language)) return;
  throw new ReanaCiError('specification', `This cluster does not run ${language} workflows.`, {
    hint: `It runs ${supportedEngines.join(', ')}.`,
  });
}

function checkQuota(user: User, { host }: RunContext): void {
  const resources = [
    describeQuota('Disk', user.quota.disk, formatBytes),
    describeQuota('CPU time', user.quota.cpu, formatDuration),
  ];
  const usedUp = resources.filter((resource) => resource?.state === 'used-up');
  if (usedUp.length > 0) {
    throw new ReanaCiError('quota', usedUp.map((resource) => resource?.text).join(' '), {
      hint: moreQuota,
    });
  }
  for (const resource of resources) {
    if (resource?.state === 'low') host.announce({ kind: 'warning', message: resource.text });
  }
}

/**
 * Compares what is to be uploaded with what the account may still store, as far as the server tells.
 *
 * @param bytes of all files together
 * @throws ReanaCiError `quota` when they cannot all be stored
 */
export function checkRoom(user: User, bytes: number): void {
  const { limit, usage } = user.quota.disk ?? {};
  if (limit === undefined || usage === undefined || limit <= 0 || bytes <= limit - usage) return;
  throw new ReanaCiError(
    'quota',
    `The upload needs ${formatBytes(bytes)}, but the account has only ` +
      `${formatBytes(Math.max(limit - usage, 0))} left (${formatBytes(usage)} of ${formatBytes(limit)} used).`,
    { hint: moreQuota },
  );
}

function describeQuota(
  name: string,
  quota: QuotaResource | undefined,
  format: (value: number) => string,
): { readonly state: 'used-up' | 'low'; readonly text: string } | undefined {
  if (quota?.limit === undefined || quota.limit <= 0) return undefined;
  const text = `${name}: ${format(quota.usage)} of ${format(quota.limit)} used.`;
  if (quota.health === 'critical' || quota.usage >= quota.limit) return { state: 'used-up', text };
  return quota.health === 'warning' ? { state: 'low', text } : undefined;
}
