/** Everything that the routes answer from. */
import { rm } from 'node:fs/promises';
import type { JsonObject } from '../../base/json.ts';
import { storedBytes } from '../workspace/disk-usage.ts';
import type { Generation } from '../generation.ts';
import { RestError } from '../rest-error.ts';
import type { RunLife } from '../run/run-life.ts';
import type { StateDirectory } from '../store/state-directory.ts';
import type { Store } from '../store/store.ts';
import { humanBytes } from './human-readable.ts';

export interface ServerContext {
  readonly generation: Generation;
  readonly store: Store;
  readonly state: StateDirectory;
  readonly life: RunLife;
  /** What clients identify themselves with. */
  readonly token: string;
  /** Whether a Bearer token other than {@link token} is valid, too: one that a login gave out. */
  readonly acceptBearer?: (token: string) => boolean | Promise<boolean>;
  /** What the issuer of such logins tells of itself; none is known without it. */
  readonly issuer?: JsonObject;
  /** Bytes that all workspaces together may take. */
  readonly diskLimit?: number;
  /** Jobs at a time. */
  readonly jobs: number;
  /** Milliseconds by which the counts of a yadage run come late. */
  readonly progressDelay: number;
}

/** The one user of the embedded REANA. */
export const owner = {
  id: '00000000-0000-0000-0000-000000000000',
  email: 'local@reana.invalid',
} as const;

/** @throws RestError 403 when the disk limit is used up */
export async function checkQuota(context: ServerContext): Promise<void> {
  if (context.diskLimit === undefined) return;
  const used = await storedBytes(context.state.workspaces);
  if (used < context.diskLimit) return;
  throw new RestError(
    403,
    `User quota exceeded.\nResource: disk, usage: ${humanBytes(used)} out of ` +
      `${humanBytes(context.diskLimit)}\nPlease see: reana-client quota-show`,
  );
}

/** @throws RestError 403 when a file of `bytes` would pass the disk limit */
export async function checkUploadQuota(
  context: ServerContext,
  name: string,
  bytes: number,
): Promise<void> {
  if (context.diskLimit === undefined) return;
  await checkQuota(context);
  const used = await storedBytes(context.state.workspaces);
  if (used + bytes <= context.diskLimit) return;
  throw new RestError(
    403,
    `Uploading file ${name} would exceed the disk quota limit (${humanBytes(context.diskLimit)}).`,
  );
}

/** Removes a temporary file or folder, if it is still there. */
export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
