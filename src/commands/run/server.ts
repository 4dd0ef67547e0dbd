/** Which REANA a run goes to: the one that is configured, or the embedded one. */
import { ReanaCiError } from '../../base/error.ts';
import type { Log } from '../../base/log.ts';
import { version } from '../../base/version.ts';
import { type ExecutorChoice, executorChoices, type LocalReana } from '../../local/local-reana.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { type ConnectionOptions, findServer, readConnection } from '../connection.ts';
import type { Edge } from '../edge.ts';
import { stateDirectory } from '../state-directory.ts';
import type { RunCommandOptions } from './options.ts';

export interface RunServer {
  /** @throws ReanaCiError `usage`, `unauthorized` */
  connect(): Promise<ReanaClient>;
  /** Ends connections and, after a local run, the embedded REANA. */
  close(): Promise<void>;
}

/**
 * How long one request tries to reach the server. The watch has more patience, but has to show every few
 * minutes that it is alive.
 */
const retryBudget = 60_000;

/** @param hide masks the token wherever text leaves the program */
export function chooseServer(
  edge: Edge,
  options: RunCommandOptions,
  connection: ConnectionOptions,
  log: Log,
  hide: (secrets: Iterable<string>) => void,
): RunServer {
  let client: ReanaClient | undefined;
  let local: LocalReana | undefined;
  return {
    async connect() {
      const { createReanaClient } = await import('../../reana/reana-client.ts');
      const chosen = (await isLocal(edge, options, connection))
        ? await startLocal()
        : await readConnection(edge, connection, hide);
      hide([chosen.token]);
      client = createReanaClient({ ...chosen, userAgent: `reana-ci/${version}`, retryBudget, log });
      return client;
    },
    async close() {
      await client?.close();
      await local?.close();
    },
  };

  async function startLocal(): Promise<{ server: string; token: string }> {
    const { executor, jobs } = readLocalOptions(options);
    if (options.local !== true) {
      log.info('No REANA is configured (REANA_SERVER_URL): running on this machine.');
    }
    const { startLocalReana } = await import('../../local/local-reana.ts');
    local = await startLocalReana({
      // That of `reana-ci local`, which can show the runs afterwards.
      stateDirectory: stateDirectory(edge, options.state),
      ...(executor === undefined ? {} : { executor }),
      ...(jobs === undefined ? {} : { jobs }),
      environment: edge.env,
      log,
    });
    return { server: local.url, token: local.token };
  }
}

/** Never by itself in a job: a forgotten variable must not turn a cluster's run into a runner's. */
async function isLocal(
  edge: Edge,
  { local }: RunCommandOptions,
  connection: ConnectionOptions,
): Promise<boolean> {
  if (local === true) return true;
  return edge.interactive && (await findServer(edge, connection)) === undefined;
}

function readLocalOptions(options: RunCommandOptions): {
  executor: ExecutorChoice | undefined;
  jobs: number | undefined;
} {
  const executor = executorChoices.find((choice) => choice === options.executor);
  if (options.executor !== undefined && executor === undefined) {
    throw new ReanaCiError(
      'usage',
      `--executor: choose ${executorChoices.join(', ')}, not "${options.executor}".`,
    );
  }
  const jobs = options.jobs === undefined ? undefined : Number(options.jobs);
  if (jobs !== undefined && !(Number.isSafeInteger(jobs) && jobs > 0)) {
    throw new ReanaCiError(
      'usage',
      `--jobs: give a number of 1 or more, not "${options.jobs ?? ''}".`,
    );
  }
  return { executor, jobs };
}
