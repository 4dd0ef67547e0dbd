/** Carries out `reana-ci run`: puts server, host and run together, and cleans up behind them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { delay } from '../../base/delay.ts';
import type { Log } from '../../base/log.ts';
import { createRedact } from '../../base/redact.ts';
import { createShell } from '../../base/shell.ts';
import type { Host } from '../../run/host.ts';
import type { RunRecord } from '../../results/run-record.ts';
import { run } from '../../run/run.ts';
import type { Leave } from '../../run/submission.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { secretsOfEnvironment } from '../known-secrets.ts';
import { printJson } from '../output.ts';
import { createTerminalLog } from '../terminal-log.ts';
import { chooseHost } from './choose-host.ts';
import type { RunCommandOptions } from './options.ts';
import { chooseServer } from './server.ts';

/** What a batch system hands to a run besides the environment. */
export interface JobSurroundings {
  createHost(options: RunCommandOptions): Host;
  /** Where the archive goes when the user does not say; relative to the working folder. */
  readonly archive: string;
  /** Contents of secret files that are no longer on the disk, by name. */
  readonly heldFiles: ReadonlyMap<string, Uint8Array>;
  /** Of programs that are started, such as git. */
  readonly programEnvironment: Edge['env'];
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
  const secrets = new Set(secretsOfEnvironment(edge.env));
  let redact = createRedact(secrets);
  const hide = (more: Iterable<string>) => {
    for (const secret of more) secrets.add(secret);
    edge.hide(secrets);
    redact = createRedact(secrets);
  };
  const host = job?.createHost(options) ?? chooseHost(edge, options, (text) => redact(text));
  const log: Log = {
    ...createTerminalLog(edge, globals.verbose),
    // Through the host, which may have a bar on the screen.
    warn(message) {
      host.announce({ kind: 'warning', message });
    },
  };
  const server = chooseServer(edge, options, globals, log, hide);
  const temporaryDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
  try {
    const archive = options.archive ?? job?.archive;
    const { record, error } = await run(
      { ...options, archive },
      {
        host,
        connect: () => server.connect(),
        environment: edge.env,
        cwd: edge.cwd,
        secretFolders: [edge.cwd],
        ...(job === undefined ? {} : { heldFiles: job.heldFiles }),
        ...(leave === undefined ? {} : { leave }),
        temporaryDirectory,
        shell: createShell({
          env: gitEnvironment(job?.programEnvironment ?? edge.env),
          signal: edge.signal,
        }),
        now: () => Date.now(),
        delay,
        redact: (text) => redact(text),
        hide,
        signal: edge.signal,
      },
    );
    if (options.json === true) printJson(edge, record);
    if (error !== undefined) throw error;
    return record;
  } finally {
    await server.close();
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

/** Nobody can answer a question of git's in a job; it has to fail instead of waiting. */
function gitEnvironment(env: Edge['env']): Record<string, string> {
  const inherited = Object.entries(env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(inherited), GIT_TERMINAL_PROMPT: '0' };
}
