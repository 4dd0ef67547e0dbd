/** Severity of a mistake that only some generations of REANA servers refuse. */
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { Severity } from './rule.ts';
import type { ClusterLimits } from './subject.ts';

/**
 * The level of something that the generations `minding` refuse or ignore: `onThose` on such a server,
 * `unknown` where it is not known which server it will be.
 *
 * @returns `undefined` on a server that does not mind
 */
export function levelOn(
  cluster: ClusterLimits | undefined,
  minding: readonly ServerGeneration[],
  { onThose = 'error', unknown = 'info' }: { onThose?: Severity; unknown?: Severity } = {},
): Severity | undefined {
  if (cluster?.generation === undefined) return unknown;
  return minding.includes(cluster.generation) ? onThose : undefined;
}
