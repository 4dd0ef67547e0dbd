/** Carries out `reana-ci scan`: puts server, host and runs together. */
import path from 'node:path';
import { readGitlabSettings } from '../../hosts/gitlab/environment.ts';
import { masked } from '../../base/masked.ts';
import { createGitlabScanHost } from '../../hosts/gitlab/scan/scan-host.ts';
import { createTerminalScanHost } from '../../hosts/terminal/scan-host.ts';
import { createMistakes } from '../../run/plan/mistakes.ts';
import { defaultSettings } from '../../run/plan/settings.ts';
import { scanDefaults } from '../../scan/defaults.ts';
import { scan } from '../../scan/scan.ts';
import type { ScanHost } from '../../scan/scan-host.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { unknownVariables } from '../variables.ts';
import { createMask, type Mask, withRunTools } from '../run/run-tools.ts';
import { readSettings } from '../run/settings.ts';
import type { ScanCommandOptions } from './options.ts';
import { printScan } from './print-scan.ts';

/**
 * Runs the points of a scan, and prints what happens and the table of them.
 *
 * @throws what keeps the scan from being a success, for `cli.ts` to print
 */
export async function startScan(
  edge: Edge,
  options: ScanCommandOptions,
  globals: GlobalOptions & ConnectionOptions,
): Promise<void> {
  const mask = createMask(edge, options.analysis);
  const host = chooseScanHost(edge, options, mask);
  const warn = (message: string) => {
    host.warn(message);
  };
  unknownVariables(edge.env).forEach(warn);
  await withRunTools({ edge, options, globals, mask, warn }, async (tools) => {
    const mistakes = createMistakes();
    const folder = options.results ?? scanDefaults.results;
    const settings = {
      run: await readSettings({ ...options, results: folder }, mistakes),
      points: options,
      concurrency: options.concurrency,
      failFast: options.failFast === true,
      fresh: options.fresh === true,
    };
    const { results, error } = await scan(settings, { ...tools, mistakes, host });
    printScan(edge, masked(results, mask.redact), options.json === true);
    if (error !== undefined) throw error;
  });
}

function chooseScanHost(edge: Edge, options: ScanCommandOptions, { redact }: Mask): ScanHost {
  const gitlab = readGitlabSettings(edge.env, options);
  const now = () => Date.now();
  if (gitlab === undefined) {
    return createTerminalScanHost({ progress: edge.stderr, interactive: edge.interactive, now });
  }
  return createGitlabScanHost(gitlab, {
    progress: edge.stderr,
    cwd: edge.cwd,
    analysis: path.resolve(edge.cwd, options.analysis ?? defaultSettings.analysis),
    results: path.resolve(edge.cwd, options.results ?? scanDefaults.results),
    redact,
    now,
    signal: edge.signal,
  });
}
