/** Limits that a server tells of itself, as the rules of lint compare with them. */
import type { ClusterLimits } from '../../lint/kit/subject.ts';
import type { ServerCapabilities } from '../../reana/requests.ts';
import type { ClusterInfo, User } from '../../reana/types.ts';
import type { ServerGeneration } from '../../specification/server-generation.ts';

export function clusterLimits(
  info: ClusterInfo,
  generation: ServerGeneration | undefined,
): ClusterLimits {
  return {
    ...present('generation', generation),
    ...present('computeBackends', info.computeBackends),
    ...present('largestMemory', info.maximumMemoryLimit),
    ...present('longestJob', info.maximumJobTimeout),
    ...present('smallestUid', info.minimumUid),
    ...present('workspaceRoots', info.workspacesAvailable),
    ...present('vettedImages', info.vettedImages),
  };
}

/** Servers without bundles are told apart by nothing but their version. */
export function generationOf(
  { bundles }: ServerCapabilities,
  { serverVersion }: User,
): ServerGeneration | undefined {
  if (bundles) return 'next';
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(serverVersion ?? '') ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return Number(major) === 0 && Number(minor) < 95 ? '0.9' : '0.95';
}

function present<Key extends keyof ClusterLimits>(
  key: Key,
  value: ClusterLimits[Key],
): Pick<ClusterLimits, Key> | object {
  return value === undefined ? {} : { [key]: value };
}
