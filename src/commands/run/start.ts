/** Carries out `reana-ci run`: puts server, host and run together. */
import type { RunRecord } from '../../results/run-record.ts';
import type { Host } from '../../run/host.ts';
import { createMistakes } from '../../run/plan/mistakes.ts';
import { run } from '../../run/run.ts';
import type { Leave } from '../../run/submit/submission.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { printJson } from '../output.ts';
import { chooseHost } from './choose-host.ts';
import type { RunCommandOptions } from './options.ts';
import { unknownVariables } from '../variables.ts';
import { createMask, withRunTools } from './run-tools.ts';
import { readSettings } from './settings.ts';

/** What a batch system hands to a run besides the environment. */
export interface JobSurroundings {
  createHost(options: RunCommandOptions): Host;
  /** Where the archive goes when the user does not say; relative to the working folder. */
  readonly archive: string;
  /** Contents of secret files that are no longer on the disk, by name. */
  readonly heldFiles: ReadonlyMap<string, Uint8Array>;
  /** Secret texts by name; they go before the environment. */
  readonly heldValues: ReadonlyMap<string, string>;
}

/**
 * Runs an analysis and prints what happens.
 *
 * @param job absent where the environment tells everything
 * @param leave does not wait for the run
 * @throws what ended the run early or spoilt its result, for `cli.ts` to print
 */
export async function startRun(
  edge: Edge,
  options: RunCommandOptions,
  globals: GlobalOptions & ConnectionOptions,
  job?: JobSurroundings,
  leave?: Leave,
): Promise<RunRecord> {
  const mask = createMask(edge, options.analysis);
  const host = job?.createHost(options) ?? chooseHost(edge, options, mask.redact);
  // Through the host, which may have a bar on the screen.
  const warn = (message: string) => {
    host.announce({ kind: 'warning', message });
  };
  unknownVariables(edge.env).forEach(warn);
  const surroundings = {
    edge,
    options,
    globals,
    mask,
    warn,
  };
  return withRunTools(surroundings, async (tools) => {
    const mistakes = createMistakes();
    const archive = options.archive ?? job?.archive;
    const settings = await readSettings({ ...options, archive }, mistakes);
    const { record, error } = await run(settings, {
      ...tools,
      mistakes,
      host,
      ...(job === undefined ? {} : { heldFiles: job.heldFiles, heldValues: job.heldValues }),
      ...(leave === undefined ? {} : { leave }),
    });
    if (options.json === true) printJson(edge, record);
    if (error !== undefined) throw error;
    return record;
  });
}
