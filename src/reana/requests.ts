/** The values that a caller of the REANA client passes and receives, besides REANA's own nouns. */
import type { JsonObject } from '../base/json.ts';
import type { LongLogs } from './long-log.ts';
import type { RunStatus, WorkspaceFile } from './types.ts';

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

export interface RestartRunRequest extends StartRunRequest {
  /** Replaces the run's specification: parsed for generation A, as text for generation B. */
  readonly specification?: { readonly json: JsonObject; readonly text: string };
}

export interface ListRunsQuery {
  /** Exact name without run number. */
  readonly name?: string;
  /** Part of the name. */
  readonly search?: string;
  readonly status?: readonly RunStatus[];
  /** At most this many, the newest first. */
  readonly limit?: number;
}

/** A server's verdict on a bundle (`POST /api/workflows/validate`). */
export interface ValidationReport {
  readonly valid: boolean;
  readonly errors: readonly ValidationMessage[];
  readonly warnings: readonly ValidationMessage[];
}

export interface ValidationMessage {
  readonly message: string;
  readonly code?: string;
  /** Where in the specification, as the server writes it. */
  readonly path?: string;
}

/** A folder or file of a workspace with the bytes it takes. */
export interface DiskUsage {
  readonly path: string;
  readonly size: number;
}

/** Told how uploads go; with several at a time, calls for different files alternate. */
export interface UploadListener {
  /** A file has arrived. */
  readonly onFile?: (path: string, size: number) => void;
  /** A part of a file is on its way: `sent` bytes of it so far, from 0 again when it is repeated. */
  readonly onProgress?: (path: string, sent: number) => void;
}

/**
 * Receives one downloaded file. `content` throws when the transfer breaks or gives another size than the
 * listed one: a sink then throws too, and is called again from the file's first byte. Errors of the
 * sink itself end the download.
 */
export type FileSink = (file: WorkspaceFile, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** A part of a run's logs. */
export interface LogsRequest {
  /** What becomes of logs of more than 64 KiB; by default they are held in memory. */
  readonly longLogs?: LongLogs;
  /** Only the jobs of these steps, and nothing of the engine. */
  readonly steps?: readonly string[];
  /** Of the list of jobs, in the order in which they were made; counts from 1. */
  readonly page?: number;
  /** Jobs on a page; all when missing. */
  readonly size?: number;
}
