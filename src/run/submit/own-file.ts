/** Small files of ours in the workspace of a run. */
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkspaceFile } from '../../reana/types.ts';
import { ownFolder } from '../plan/job-identity.ts';

/** Bytes; a larger file is none of ours. */
const largestFile = 2 * 1024 * 1024;

/**
 * Files of ours that are there; none when the workspace was cleaned up.
 *
 * @param path of one of them; by default all
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function listOwnFiles(
  client: ReanaClient,
  id: string,
  signal?: AbortSignal,
  path = ownFolder.replace(/\/$/, ''),
): Promise<WorkspaceFile[]> {
  try {
    return await client.listFiles(id, path, signal);
  } catch (error) {
    if (isReanaCiError(error) && error.code === 'not-found') return [];
    throw error;
  }
}

/**
 * The text of one of them; the steps of the run can have written it, too.
 *
 * @param path in the workspace
 * @returns `undefined` when it is not there any more, or larger than 2 MiB
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function readOwnFile(
  client: ReanaClient,
  id: string,
  path: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const files = await listOwnFiles(client, id, signal, path);
  const file = files.find((own) => own.path === path);
  if (file === undefined || file.size > largestFile) return undefined;
  const chunks: Uint8Array[] = [];
  try {
    await client.downloadFiles(
      id,
      [file],
      async (_file, content) => {
        // A transfer that broke begins again.
        chunks.length = 0;
        for await (const chunk of content) chunks.push(chunk);
      },
      signal,
    );
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    if (error.code === 'not-found') return undefined;
    if (error.code !== 'output-missing') throw error;
    // It is no output that is missing: whose run it is can be told another time.
    throw new ReanaCiError('unreachable', error.message, { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}
