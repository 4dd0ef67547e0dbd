/** The REANA client: one method per thing a batch user does, the same for all server generations. */
import * as v from 'valibot';
import { delay, type Delay } from '../base/delay.ts';
import type { JsonObject } from '../base/json.ts';
import { silentLog, type Log } from '../base/log.ts';
import { signingKey } from '../base/signed.ts';
import { version } from '../base/version.ts';
import { info, ping, user } from './account.ts';
import { createApi } from './api.ts';
import type { Call } from './call.ts';
import { certificateAuthorities } from './certificate-authority.ts';
import { createRun } from './create-run.ts';
import { downloadFiles } from './download.ts';
import { readLogs, readSpecification } from './logs.ts';
import { createRateBudget } from './rate-budget.ts';
import type {
  CreateRunRequest,
  DiskUsage,
  FileSink,
  FileSource,
  ListRunsQuery,
  LogsRequest,
  RestartRunRequest,
  ServerCapabilities,
  StartRunRequest,
  UploadListener,
  ValidationReport,
} from './requests.ts';
import { deleteRun, findRun, listRuns, stopRun } from './runs.ts';
import { addSecrets, deleteSecrets, listSecrets } from './secrets.ts';
import { parseServerAddress } from './server-address.ts';
import { restartRun, startRun } from './start-run.ts';
import { fixedToken, type TokenSource } from './token-source.ts';
import { createTransport, type Transport } from './transport.ts';
import type {
  ClusterInfo,
  RunLogs,
  Secret,
  SecretName,
  User,
  WorkflowRun,
  WorkspaceFile,
} from './types.ts';
import { uploadFiles } from './upload.ts';
import { validateBundle } from './validate.ts';
import { deleteFiles, diskUsage, listFiles, moveFiles } from './workspace.ts';

export type * from './requests.ts';

export interface ReanaClientOptions {
  /** Address of the server, `https://reana.cern.ch`; a trailing slash is ignored. */
  readonly server: string;
  /** Opaque token (sent as `access_token`) or JWT (sent as Bearer). */
  readonly token: string;
  /** Gives the token of each request in place of {@link token}, for logins that are renewed. */
  readonly tokens?: TokenSource;
  /** Certificate authorities to trust besides the system's, PEM. */
  readonly caCertificates?: string;
  /** Appended to the User-Agent, which is also the key of the server's rate limit. */
  readonly userAgent?: string;
  /** Address of an HTTP proxy that leads to the server, `http://proxy.example.org:3128`. */
  readonly proxy?: string;
  /** Parallel transfers; 4 saturate a default cluster. */
  readonly concurrency?: number;
  /** Milliseconds to keep trying to reach the server before an `unreachable` error. */
  readonly retryBudget?: number;
  /** Milliseconds without a sign of life after which a request counts as lost; transfers get five times it. */
  readonly timeout?: number;
  readonly log?: Log;
  readonly delay?: Delay;
  /** This machine's clock, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** From 0 to 1, for pauses that differ between jobs. */
  readonly random?: () => number;
}

export interface ReanaClient {
  /** Without trailing slash. */
  readonly server: string;
  /** Made from the token: signs what is put into a workspace, where steps write, too. */
  readonly signingKey: string;
  /** Milliseconds since the epoch on the server's clock, as its latest answer told it. */
  now(): number;
  ping(signal?: AbortSignal): Promise<ServerCapabilities>;
  user(signal?: AbortSignal): Promise<User>;
  info(signal?: AbortSignal): Promise<ClusterInfo>;
  /** Makes exactly one run, also when the answer to the request is lost. */
  createRun(
    request: CreateRunRequest,
    signal?: AbortSignal,
  ): Promise<{ id: string; name: string; warnings: string[] }>;
  /** Starts a created run; a start whose answer was lost is recognised, not repeated. */
  startRun(id: string, request: StartRunRequest, signal?: AbortSignal): Promise<void>;
  restartRun(
    id: string,
    request: RestartRunRequest,
    signal?: AbortSignal,
  ): Promise<{ id: string; name: string }>;
  /** The server's own check of a specification; only servers with {@link ServerCapabilities.bundles}. */
  validate(bundle: readonly FileSource[], signal?: AbortSignal): Promise<ValidationReport>;
  stopRun(id: string, signal?: AbortSignal): Promise<void>;
  deleteRun(
    id: string,
    options?: { readonly allRuns?: boolean },
    signal?: AbortSignal,
  ): Promise<void>;
  /** Light poll: status and progress, no logs. `idOrName` may be `name`, `name.N` or a UUID. */
  run(idOrName: string, signal?: AbortSignal): Promise<WorkflowRun>;
  listRuns(query?: ListRunsQuery, signal?: AbortSignal): Promise<WorkflowRun[]>;
  logs(id: string, request?: LogsRequest, signal?: AbortSignal): Promise<RunLogs>;
  specification(
    id: string,
    signal?: AbortSignal,
  ): Promise<{ specification: JsonObject; parameters: JsonObject }>;
  /** All files below the workspace, or those a path or glob names. Never pages. */
  listFiles(id: string, pattern?: string, signal?: AbortSignal): Promise<WorkspaceFile[]>;
  uploadFiles(
    id: string,
    files: readonly FileSource[],
    listener?: UploadListener,
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * Streams files out of the workspace: many small ones as ZIP, large ones one by one. Every file handed
   * to `sink` whole has the listed size.
   */
  downloadFiles(
    id: string,
    files: readonly WorkspaceFile[],
    sink: FileSink,
    signal?: AbortSignal,
  ): Promise<void>;
  deleteFiles(id: string, pattern: string, signal?: AbortSignal): Promise<string[]>;
  /** Renames or moves inside the workspace; `source` may be a glob. */
  moveFiles(id: string, source: string, target: string, signal?: AbortSignal): Promise<void>;
  diskUsage(id: string, signal?: AbortSignal): Promise<DiskUsage[]>;

  secrets(signal?: AbortSignal): Promise<SecretName[]>;
  /** One request for all, then read back: an answer of 201 does not mean stored. */
  addSecrets(
    secrets: readonly Secret[],
    options?: { readonly overwrite?: boolean },
    signal?: AbortSignal,
  ): Promise<void>;
  deleteSecrets(names: readonly string[], signal?: AbortSignal): Promise<void>;

  /**
   * Asks for what no other method has, and gives the answer as the server sends it.
   *
   * @throws CallError when the call failed, for good or for too long
   */
  ask(call: Call, signal?: AbortSignal): Promise<unknown>;

  /** Ends the connections. */
  close(): Promise<void>;
}

const defaultConcurrency = 4;
const defaultRetryBudget = 5 * 60_000;
const defaultTimeout = 60_000;

/**
 * Makes a client. Nothing is sent yet, and nothing of the token shows when the client is printed.
 *
 * @param wire carries the requests in place of the network
 * @throws ReanaCiError `usage` when the address or the certificate authorities are not what they should be
 */
export function createReanaClient(
  options: ReanaClientOptions,
  wire?: Transport,
): ReanaClient & AsyncDisposable {
  const { log = silentLog, delay: wait = delay, now = Date.now, random = Math.random } = options;
  const { concurrency = defaultConcurrency } = options;
  const address = parseServerAddress(options.server);
  if (address.exposed) {
    log.warn(`${address.shown} is not encrypted: others on the network can read the token.`);
  }
  const timeout = options.timeout ?? defaultTimeout;
  const transport =
    wire ??
    createTransport({
      origin: address.origin,
      // Two more than transfers, so that polls do not wait for them.
      connections: concurrency + 2,
      certificateAuthorities: certificateAuthorities(options.caCertificates),
      proxy: options.proxy,
      connectTimeout: Math.min(timeout, 10_000),
    });
  const api = createApi({
    address,
    tokens: options.tokens ?? fixedToken(options.token),
    userAgent: userAgent(options.userAgent),
    transport,
    budget: createRateBudget(wait, now, address.local, random),
    retryBudget: options.retryBudget ?? defaultRetryBudget,
    timeout,
    log,
    delay: wait,
    now,
    random,
  });
  let capabilities: ServerCapabilities | undefined;
  async function bundles(signal: AbortSignal | undefined): Promise<boolean> {
    capabilities ??= await ping(api, signal);
    return capabilities.bundles;
  }
  const close = () => transport.close();
  return {
    server: address.shown,
    signingKey: signingKey(options.token),
    now: () => api.now(),
    async ping(signal) {
      capabilities = await ping(api, signal);
      return capabilities;
    },
    user: (signal) => user(api, signal),
    info: (signal) => info(api, signal),
    createRun: async (request, signal) => createRun(api, request, await bundles(signal), signal),
    startRun: (id, request, signal) => startRun(api, id, request, signal),
    restartRun: async (id, request, signal) =>
      restartRun(api, id, request, await bundles(signal), signal),
    validate: async (bundle, signal) => validateBundle(api, bundle, await bundles(signal), signal),
    stopRun: (id, signal) => stopRun(api, id, signal),
    deleteRun: (id, request, signal) => deleteRun(api, id, request?.allRuns ?? false, signal),
    run: (idOrName, signal) => findRun(api, idOrName, signal),
    listRuns: (query, signal) => listRuns(api, query ?? {}, true, signal),
    logs: (id, request = {}, signal) => readLogs(api, id, request, signal),
    specification: (id, signal) => readSpecification(api, id, signal),
    listFiles: (id, pattern, signal) => listFiles(api, log, id, pattern, signal),
    uploadFiles: (id, files, listener, signal) =>
      uploadFiles(api, concurrency, id, files, listener ?? {}, signal),
    downloadFiles: (id, files, sink, signal) =>
      downloadFiles({ api, log, concurrency, id, sink, signal }, files),
    deleteFiles: (id, pattern, signal) => deleteFiles(api, id, pattern, signal),
    moveFiles: (id, source, target, signal) => moveFiles(api, id, source, target, signal),
    diskUsage: (id, signal) => diskUsage(api, id, signal),
    secrets: (signal) => listSecrets(api, signal),
    addSecrets: (secrets, request, signal) =>
      addSecrets(api, secrets, request?.overwrite ?? false, signal),
    deleteSecrets: (names, signal) => deleteSecrets(api, names, signal),
    ask: (call, signal) => api.json(call, v.unknown(), signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function userAgent(addition: string | undefined): string {
  const own = `reana-ci/${version}`;
  return addition === undefined || addition === own ? own : `${own} ${addition}`;
}
