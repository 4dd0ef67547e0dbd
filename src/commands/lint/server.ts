/** Facts that the server tells about itself, for the rules that compare with it, and about the specification. */
import type { ReanaCiError } from '../../base/error.ts';
import { isReanaCiError, type Finding } from '../../base/error.ts';
import type { FileSource, ReanaClient } from '../../reana/reana-client.ts';
import { clusterLimits, generationOf } from '../../run/plan/cluster-limits.ts';
import { collectInputs } from '../../specification/inputs.ts';
import type { OutsideCheck } from '../../lint/kit/step.ts';
import type { ClusterLimits } from '../../lint/kit/subject.ts';
import type { Specification } from '../../specification/specification.ts';
import { createBundle } from '../../specification/workspace-files.ts';
import type { ConnectionOptions } from '../connection.ts';
import { withClient } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { refusalFinding, reportFindings } from './server-report.ts';

export interface LintServer {
  readonly limits: ClusterLimits;
  /** Lets the server itself check the specification; servers before the next generation cannot. */
  readonly check?: OutsideCheck;
}

/**
 * Asks the server, and hands what it tells to `task`.
 *
 * @throws ReanaCiError when it cannot be reached or refuses the token
 */
export async function withServer(
  edge: Edge,
  options: ConnectionOptions,
  task: (server: LintServer) => Promise<void>,
): Promise<void> {
  await withClient(edge, options, async (client) => {
    const limits = await readLimits(client, edge.signal);
    const isAsked = limits.generation === 'next';
    await task({ limits, ...(isAsked && { check: serverCheck(client, edge.signal) }) });
  });
}

async function readLimits(client: ReanaClient, signal: AbortSignal): Promise<ClusterLimits> {
  const capabilities = await client.ping(signal);
  const info = await client.info(signal);
  const secrets = await client.secrets(signal);
  const generation = generationOf(capabilities, await client.user(signal));
  return { ...clusterLimits(info, generation), secrets: secrets.map(({ name }) => name) };
}

/** Makes no run. What stands where lint has found as much itself is not told again. */
function serverCheck(client: ReanaClient, signal: AbortSignal): OutsideCheck {
  return async ({ specification }, found) => {
    const bundle = await bundleOf(specification);
    if ('rule' in bundle) return [bundle];
    try {
      const report = await client.validate(bundle.files, signal);
      return reportFindings(specification, report).filter((finding) => !isTold(finding, found));
    } catch (error) {
      if (!isReanaCiError(error) || !refusals.includes(error.code)) throw error;
      return [refusalFinding(specification, error.message)];
    }
  };
}

/** Answers that are about the bundle, and not about the way to the server. */
const refusals: readonly ReanaCiError['code'][] = ['bad-request', 'specification'];

async function bundleOf(
  specification: Specification,
): Promise<{ readonly files: readonly FileSource[] } | Finding> {
  try {
    const { files } = await collectInputs(specification);
    return { files: createBundle(specification, files) };
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    return {
      rule: 'server',
      severity: 'info',
      message: `the server was not asked: ${error.message}`,
      ...specification.document.position(['inputs']),
    };
  }
}

function isTold(finding: Finding, found: readonly Finding[]): boolean {
  return found.some(
    ({ file, line, severity }) =>
      file === finding.file &&
      line === finding.line &&
      (severity === 'error' || (severity === 'warning' && finding.severity === 'warning')),
  );
}
