/** The tools of a run in this process, made from the edge and cleaned up at its end. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { delay } from '../../base/delay.ts';
import type { Log } from '../../base/log.ts';
import { createRedact, type Redact } from '../../base/redact.ts';
import { createProgramShell, gitVariables } from '../../base/program.ts';
import type { RunTools } from '../../run/run.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { secretsOfAddresses, secretsOfEnvironment } from '../known-secrets.ts';
import { createTerminalLog } from '../terminal-log.ts';
import type { RunCommandOptions } from './options.ts';
import { chooseServer } from './server.ts';

/** Keeps secrets out of what leaves the process. */
export interface Mask {
  readonly redact: Redact;
  /** Masks these values, too, from now on. */
  readonly hide: (secrets: Iterable<string>) => void;
}

export interface RunSurroundings {
  readonly edge: Edge;
  readonly options: RunCommandOptions;
  readonly globals: GlobalOptions & ConnectionOptions;
  readonly mask: Mask;
  /** Shows a warning where the progress is shown. */
  readonly warn: (message: string) => void;
}

/** @param given what the user has typed, which may hold a password */
export function createMask(edge: Edge, given = ''): Mask {
  const secrets = new Set([...secretsOfEnvironment(edge.env), ...secretsOfAddresses(given)]);
  let redact = createRedact(secrets);
  return {
    redact: (text) => redact(text),
    hide(more) {
      for (const secret of more) secrets.add(secret);
      edge.hide(secrets);
      redact = createRedact(secrets);
    },
  };
}

/** Hands the tools of runs, all but the host, to `task`; ends connections and a local server afterwards. */
export async function withRunTools<T>(
  surroundings: RunSurroundings,
  task: (tools: Omit<RunTools, 'host'>) => Promise<T>,
): Promise<T> {
  const { edge, options, globals, mask, warn } = surroundings;
  const log: Log = { ...createTerminalLog(edge, globals.verbose), warn };
  const server = chooseServer(edge, options, globals, log, mask.hide);
  const temporaryDirectory = await mkdtemp(path.join(tmpdir(), 'reana-ci-'));
  try {
    return await task({
      connect: () => server.connect(),
      environment: edge.env,
      cwd: edge.cwd,
      secretFolders: [edge.cwd],
      temporaryDirectory,
      shell: createProgramShell({
        environment: edge.env,
        variables: gitVariables(edge.env),
        signal: edge.signal,
      }),
      now: () => Date.now(),
      delay,
      ...mask,
      signal: edge.signal,
    });
  } finally {
    await server.close();
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}
