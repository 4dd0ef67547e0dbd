/** `reana-ci local`: REANA's API on this machine, for trying things out. */
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import type { ExecutorChoice, LocalReana } from '../local/local-reana.ts';
import { type ServerGeneration, serverGenerations } from '../specification/server-generation.ts';
import type { GlobalOptions } from './command.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { stateDirectory } from './state-directory.ts';
import { createTerminalLog } from './terminal-log.ts';
import { parseWholeNumber } from './whole-number.ts';

/** Repeated from the server, which is not loaded before it is wanted. */
const executors = ['auto', 'process', 'docker'] as const satisfies ExecutorChoice[];

interface LocalOptions extends GlobalOptions, JsonOption {
  readonly port: number;
  readonly state?: string;
  readonly executor: ExecutorChoice;
  readonly jobs?: number;
  readonly generation: ServerGeneration;
  readonly rateLimit?: number;
  readonly progressDelay: number;
}

/** Adds `local`. */
export function registerLocal(program: Command, edge: Edge): void {
  addJsonOption(program.command('local'))
    .description('serve the embedded REANA on this machine until Ctrl-C')
    .option(
      '--port <number>',
      'port on 127.0.0.1; 0 takes a free one',
      parseWholeNumber(0, 65535),
      0,
    )
    .option('--state <folder>', 'folder where runs and workspaces are kept (below $XDG_STATE_HOME)')
    .addOption(
      new Option('--executor <name>', 'how to run steps').choices(executors).default('auto'),
    )
    .option(
      '--jobs <number>',
      'number of steps to run in parallel (default: number of cores)',
      parseWholeNumber(1),
    )
    .addOption(
      new Option('--generation <name>', 'server generation to emulate')
        .choices(serverGenerations)
        .default('0.9'),
    )
    .option(
      '--rate-limit <number>',
      'requests per second of one client; 0 for any number (default: as many as REANA allows)',
      parseWholeNumber(0),
    )
    .option(
      '--progress-delay <seconds>',
      'how late the counts of a running yadage workflow come',
      parseWholeNumber(0),
      5,
    )
    .action(async (_options: unknown, command: Command) => {
      await local(edge, command.optsWithGlobals<LocalOptions>());
    });
}

/** Serves until the edge's signal is aborted, which is how this command ends well. */
async function local(edge: Edge, options: LocalOptions): Promise<void> {
  const { startLocalReana } = await import('../local/local-reana.ts');
  const log = createTerminalLog(edge, options.verbose);
  const server = await startLocalReana({
    stateDirectory: stateDirectory(edge, options.state),
    port: options.port,
    generation: options.generation,
    executor: options.executor,
    ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    ...(options.rateLimit === 0 ? {} : { rateLimit: options.rateLimit ?? 'real' }),
    progressDelay: options.progressDelay * 1000,
    environment: edge.env,
    log,
  });
  try {
    printAddress(edge, server, options);
    if (!edge.signal.aborted) await once(edge.signal, 'abort');
    log.info('Stopping.');
  } finally {
    await server.close();
  }
}

/** The token of a server that only this machine reaches has to be shown: nobody else can tell it. */
function printAddress(edge: Edge, { url, token }: LocalReana, options: LocalOptions): void {
  edge.reveal(token);
  if (options.json === true) {
    printJson(edge, { url, token });
    return;
  }
  // Quoted, as an unquoted value after "access_token=" is masked whatever it is.
  printLines(edge, [`export REANA_SERVER_URL='${url}'`, `export REANA_ACCESS_TOKEN='${token}'`]);
  edge.stderr.write(
    'Give the two lines above in another terminal, then for example "reana-ci run". Ctrl-C ends.\n',
  );
}
