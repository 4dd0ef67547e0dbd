/** The REANA client: one method per thing a batch user does, the same for all server generations. */
import type { JsonObject } from '../base/json.ts';
import type { Delay } from '../base/delay.ts';
import type { Log } from '../base/log.ts';
import type {
  ClusterInfo,
  RunLogs,
  RunStatus,
  Secret,
  SecretName,
  User,
  WorkflowRun,
  WorkspaceFile,
} from './types.ts';

export interface ReanaClientOptions {
  /** Address of the server, `https://reana.cern.ch`; a trailing slash is ignored. */
  readonly server: string;
  /** Opaque token (sent as `access_token`) or JWT (sent as Bearer). */
  readonly token: string;
  /** Certificate authorities to trust besides the system's, PEM. */
  readonly caCertificates?: string;
  /** Appended to the User-Agent, which is also the key of the server's rate limit. */
  readonly userAgent?: string;
  /** Parallel transfers; 4 saturate a default cluster. */
  readonly concurrency?: number;
  /** Milliseconds to keep trying to reach the server before an `unreachable` error. */
  readonly retryBudget?: number;
  readonly log?: Log;
  readonly delay?: Delay;
}

export interface ServerCapabilities {
  /** The server takes workflow bundles (create, validate, restart as multipart ZIP). */
  readonly bundles: boolean;
  readonly version?: string;
}

/** A file to put into a bundle or a workspace: from disk, or held in memory. */
export type FileSource =
  | { readonly path: string; readonly file: string; readonly size: number }
  | { readonly path: string; readonly content: Uint8Array };

export interface CreateRunRequest {
  /** Name without run number; must not hold a dot. */
  readonly name: string;
  /** The specification as generation A wants it: with `workflow.specification` resolved. */
  readonly specification: JsonObject;
  /** What generation B wants: `reana.yaml` first, then the declared workflow sources. */
  readonly bundle: readonly FileSource[];
}

export interface StartRunRequest {
  readonly parameters?: JsonObject;
  readonly options?: JsonObject;
}

export interface ListRunsQuery {
  /** Exact name without run number. */
  readonly name?: string;
  /** Part of the name. */
  readonly search?: string;
  readonly status?: readonly RunStatus[];
  readonly limit?: number;
}

/** Receives one downloaded file; must consume `content` to its end. */
export type FileSink = (file: WorkspaceFile, content: AsyncIterable<Uint8Array>) => Promise<void>;

export interface ReanaClient {
  /** Without trailing slash. */
  readonly server: string;
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
    request: StartRunRequest & { readonly specification?: { json: JsonObject; text: string } },
    signal?: AbortSignal,
  ): Promise<{ id: string; name: string }>;
  stopRun(id: string, signal?: AbortSignal): Promise<void>;
  deleteRun(
    id: string,
    options?: { readonly allRuns?: boolean },
    signal?: AbortSignal,
  ): Promise<void>;
  /** Light poll: status and progress, no logs. `idOrName` may be `name`, `name.N` or a UUID. */
  run(idOrName: string, signal?: AbortSignal): Promise<WorkflowRun>;
  listRuns(query?: ListRunsQuery, signal?: AbortSignal): Promise<WorkflowRun[]>;
  logs(
    id: string,
    options?: { readonly steps?: readonly string[] },
    signal?: AbortSignal,
  ): Promise<RunLogs>;
  specification(
    id: string,
    signal?: AbortSignal,
  ): Promise<{ specification: JsonObject; parameters: JsonObject }>;

  /** All files below the workspace, or those a path or glob names. Never pages. */
  listFiles(id: string, pattern?: string, signal?: AbortSignal): Promise<WorkspaceFile[]>;
  uploadFiles(
    id: string,
    files: readonly FileSource[],
    options?: { readonly onFile?: (path: string, size: number) => void },
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

  secrets(signal?: AbortSignal): Promise<SecretName[]>;
  /** One request for all, then read back: an answer of 201 does not mean stored. */
  addSecrets(
    secrets: readonly Secret[],
    options?: { readonly overwrite?: boolean },
    signal?: AbortSignal,
  ): Promise<void>;
  deleteSecrets(names: readonly string[], signal?: AbortSignal): Promise<void>;

  /** Ends the connections. */
  close(): Promise<void>;
}
