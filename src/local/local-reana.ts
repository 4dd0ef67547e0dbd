/** The embedded REANA: the same API as a cluster, on one machine. */
import { availableParallelism } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { ReanaCiError } from '../base/error.ts';
import type { JsonObject } from '../base/json.ts';
import { type Log, silentLog } from '../base/log.ts';
import type { Executor } from './executor/executor.ts';
import { type ExecutorChoice, executorChoices } from './executor/executor-choice.ts';
import type { ServerGeneration } from '../specification/server-generation.ts';
import { generations } from './generation.ts';
import { builtInEngines, type Engines } from './run/engines.ts';
import { createRunLife } from './run/run-life.ts';
import { createSlots } from './run/slots.ts';
import { userToken } from './server/authentication.ts';
import { createServer, type ServerHooks } from './server/server.ts';
import { clearLeftovers, openStateDirectory } from './store/state-directory.ts';
import { openStore } from './store/store.ts';

export { executorChoices, type ExecutorChoice, type ServerGeneration };

export interface LocalReanaOptions {
  /** Folder of the database and the workspaces; made when missing. */
  readonly stateDirectory: string;
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Default: the stable one. */
  readonly generation?: ServerGeneration;
  /** What runs the jobs: a choice, or an executor of the caller's own. Default: `auto`. */
  readonly executor?: ExecutorChoice | Executor;
  /** Jobs at a time; default: the machine's cores. */
  readonly jobs?: number;
  /** The machine's environment, of which programs that are started here get what they need. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
  /** Engines to take instead of the built-in ones. */
  readonly engines?: Partial<Engines>;
  /** Bytes that all workspaces together may take; no limit by default. */
  readonly diskLimit?: number;
  /** Requests per second and client, answered with 429 beyond, or those of real servers; no limit by default. */
  readonly rateLimit?: number | 'real';
  /** Milliseconds by which the counts of a running yadage workflow come late, as on REANA; default: 5000. */
  readonly progressDelay?: number;
  /** Whether a Bearer token other than {@link LocalReana.token} is valid: one that a login gave out. */
  readonly acceptBearer?: (token: string) => boolean | Promise<boolean>;
  /** Discovery document of the issuer of such logins, with the client id that command lines have there. */
  readonly issuer?: JsonObject;
  /** For tests of clients: makes the server misbehave. */
  readonly hooks?: ServerHooks;
}

export interface LocalReana {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Random, new for every start unless the state folder has one; a JWT's form in generation `next`. */
  readonly token: string;
  /** Stops what runs and closes the database; the state folder can be served again. */
  close(): Promise<void>;
}

/**
 * Serves REANA's API on 127.0.0.1 until it is closed. Runs that were queued when the state folder was last
 * served are continued; those that were running have failed, and their engine's log says why.
 *
 * @throws ReanaCiError `usage` when the port or the state folder is in use, or containers are asked for and
 * no container engine answers
 */
export async function startLocalReana(options: LocalReanaOptions): Promise<LocalReana> {
  const log = options.log ?? silentLog;
  const jobs = options.jobs ?? availableParallelism();
  const executor = await readyExecutor(options, log);
  const state = await openStateDirectory(options.stateDirectory, options.environment);
  const parts: Part[] = [];
  try {
    const store = openStore(state.database);
    parts.push(store);
    await clearLeftovers(state);
    const engines = { ...builtInEngines, ...options.engines };
    const { environment, acceptBearer, issuer, diskLimit, hooks, progressDelay = 5000 } = options;
    const slots = createSlots(jobs);
    const generation = generations[options.generation ?? '0.9'];
    const life = createRunLife({
      ...{ generation: generation.name, store, state, engines, executor, slots, environment },
    });
    parts.push(life);
    const rateLimit = options.rateLimit === 'real' ? generation.rateLimit : options.rateLimit;
    const token = userToken(state.token, generation.bearer);
    const limit = diskLimit !== undefined && { diskLimit };
    const login = { ...(acceptBearer && { acceptBearer }), ...(issuer && { issuer }) };
    const app = await createServer(
      { generation, token, store, state, life, jobs, progressDelay, ...limit, ...login },
      { log, ...(rateLimit !== undefined && { rateLimit }), ...(hooks && { hooks }) },
    );
    parts.push(app);
    const url = await listen(app, options.port ?? 0);
    life.recover();
    let closing: Promise<void> | undefined;
    return { url, token, close: () => (closing ??= closeAll(parts)) };
  } catch (error) {
    await closeAll(parts);
    throw error;
  }
}

/** Something that runs until it is closed. */
interface Part {
  close(): unknown;
}

/** Closes the parts, the last one first, each even when another one fails to close. */
async function closeAll(parts: readonly Part[]): Promise<void> {
  const last = parts.at(-1);
  if (last === undefined) return;
  try {
    await last.close();
  } finally {
    await closeAll(parts.slice(0, -1));
  }
}

async function readyExecutor(options: LocalReanaOptions, log: Log): Promise<Executor> {
  const { executor = 'auto', environment } = options;
  if (typeof executor !== 'string') return executor;
  const { chooseExecutor } = await import('./executor/choose.ts');
  return chooseExecutor(executor, { environment, log });
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ReanaCiError('usage', `port ${port} of 127.0.0.1 is in use`, {
      hint: 'Give another port, or 0 for a free one.',
    });
  }
}
