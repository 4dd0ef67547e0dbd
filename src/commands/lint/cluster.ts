/** What the server tells of itself, for the rules that compare with it. */
import type { ServerGeneration } from '../../spec/server-generation.ts';
import type { ClusterLimits } from '../../spec/lint/subject.ts';
import { type ConnectionOptions, withClient } from '../connection.ts';
import type { Edge } from '../edge.ts';

/** Asks the server. @throws ReanaCiError when it cannot be reached or refuses the token */
export async function readCluster(edge: Edge, options: ConnectionOptions): Promise<ClusterLimits> {
  let limits: ClusterLimits = {};
  await withClient(edge, options, async (client) => {
    const { bundles } = await client.ping(edge.signal);
    const info = await client.info(edge.signal);
    const secrets = await client.secrets(edge.signal);
    const { serverVersion } = await client.user(edge.signal);
    limits = {
      ...present('generation', bundles ? 'next' : generationOf(serverVersion)),
      secrets: secrets.map(({ name }) => name),
      ...present('computeBackends', info.computeBackends),
      ...present('largestMemory', info.maximumMemoryLimit),
      ...present('longestJob', info.maximumJobTimeout),
      ...present('smallestUid', info.minimumUid),
      ...present('workspaceRoots', info.workspacesAvailable),
      ...present('vettedImages', info.vettedImages),
    };
  });
  return limits;
}

/** Servers without bundles are told apart by nothing but their version. */
function generationOf(version: string | undefined): ServerGeneration | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) === 0 && Number(minor) < 95 ? '0.9' : '0.95';
}

function present<Key extends keyof ClusterLimits>(
  key: Key,
  value: ClusterLimits[Key],
): Pick<ClusterLimits, Key> | object {
  return value === undefined ? {} : { [key]: value };
}
