/** Bringing a job's files into the workspace of its run, and making sure that they are there. */
import { stat } from 'node:fs/promises';
import { ReanaCiError } from '../../base/error.ts';
import type { FileSource } from '../../reana/reana-client.ts';
import type { RunContext } from '../run-context.ts';
import { createTransferProgress } from '../transfer-progress.ts';

/** How often files are sent that REANA has acknowledged and does not have. */
const rounds = 3;
/** Names that an error shows. */
const mostNames = 5;

/**
 * Uploads what is not there yet, and compares the workspace with what was meant: an acknowledgement alone
 * can be somebody else's.
 *
 * @param partly whether an earlier try may have uploaded some: files of the right size are kept, as a file of
 * the same job with the right size is whole
 * @param alive called whenever something has arrived
 * @throws ReanaCiError what the server refuses, `unreachable`, also when files do not stay there
 */
export async function uploadFiles(
  id: string,
  files: readonly FileSource[],
  partly: boolean,
  context: RunContext,
  alive: () => void = () => undefined,
): Promise<void> {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(file.path, await sizeOf(file));
  let present = partly ? await presentSizes(id, context) : new Map<string, number>();
  for (let round = 1; ; round += 1) {
    const wanted = files.filter(({ path }) => present.get(path) !== sizes.get(path));
    if (round > 1 && wanted.length === 0) return;
    if (round > rounds) throw notThere(wanted, context);
    if (round === 1 || wanted.length > 0) await send(id, wanted, sizes, context, alive);
    present = await presentSizes(id, context);
    alive();
  }
}

async function send(
  id: string,
  wanted: readonly FileSource[],
  sizes: ReadonlyMap<string, number>,
  context: RunContext,
  alive: () => void,
): Promise<void> {
  const { client, signal } = context;
  const totalBytes = wanted.reduce((sum, { path }) => sum + (sizes.get(path) ?? 0), 0);
  const progress = createTransferProgress('upload', { total: wanted.length, totalBytes }, context);
  if (wanted.length === 0) return;
  const listener = {
    onFile(path: string, size: number) {
      alive();
      progress.arrived(path, size);
    },
    onProgress: progress.passed,
  };
  await client.uploadFiles(id, wanted, listener, signal);
}

async function presentSizes(
  id: string,
  { client, signal }: RunContext,
): Promise<Map<string, number>> {
  const listing = await client.listFiles(id, undefined, signal);
  return new Map(listing.map((file) => [file.path, file.size]));
}

/** Bytes of all files. */
export async function totalSize(files: readonly FileSource[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += await sizeOf(file);
  return bytes;
}

async function sizeOf(file: FileSource): Promise<number> {
  return 'content' in file ? file.content.byteLength : (await stat(file.file)).size;
}

function notThere(missing: readonly FileSource[], { client }: RunContext): ReanaCiError {
  const names = missing.slice(0, mostNames).map(({ path }) => path);
  const more = missing.length > mostNames ? ` and ${missing.length - mostNames} more` : '';
  return new ReanaCiError(
    'unreachable',
    `${client.server} acknowledged files that are not in the workspace as they were sent: ${names.join(', ')}${more}.`,
    { hint: 'Nothing was started. Something between here and REANA may be at fault; try again.' },
  );
}
