/** The kind of a check that a step of a feature stands for, and the facts of a run that it may ask for. */
import type { DiskUsage } from '../reana/reana-client.ts';
import type { RunLogs, WorkflowRun, WorkspaceFile } from '../reana/types.ts';

/**
 * @param values what stands in the places of the step's form
 * @returns `undefined` when it holds; why it does not; or why the rest of the scenario has no say
 */
export type Check = (
  evidence: Evidence,
  values: readonly string[],
) => Promise<undefined | { readonly failed: string } | { readonly skipped: string }>;

/** What is known of a run; each is asked for when a step needs it, and once. */
export interface Evidence {
  run(): Promise<Pick<WorkflowRun, 'name' | 'status' | 'progress'>>;
  logs(): Promise<RunLogs>;
  /** Of the workspace's folders and files, in bytes. */
  usage(): Promise<readonly DiskUsage[]>;
  /** Declared in the specification that was submitted. */
  outputs(): Promise<{
    readonly files: readonly string[];
    readonly directories: readonly string[];
  }>;
  /** The files that a path or glob names. */
  find(pattern: string): Promise<readonly WorkspaceFile[]>;
  /** Hands the content to `take`, part by part. */
  read(file: WorkspaceFile, take: (part: Uint8Array) => void): Promise<void>;
  /** Does so with a log that is too long to be held whole, from the file where it is. */
  readLog(file: string, take: (part: Uint8Array) => void): Promise<void>;
}

/** Of each, quotes around what people write are no part of it. */
export function unquoted(text: string): string {
  return text.replace(/^"+/, '').replace(/"+$/, '');
}
