/**
 * The identity of a job, by which two tries are the same one: a name and a digest of all that would be submitted. Both can be read
 * from REANA alone: the run's name ends in the short digest, and a small file in its workspace holds it whole.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { ReanaCiError } from '../../base/error.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { forEachLimited } from '../../base/limit.ts';
import { openSourceFile } from '../../reana/file-source.ts';
import type { FileSource } from '../../reana/reana-client.ts';
import { readSigned, signed } from '../../base/signed.ts';

const chunkSize = 256 * 1024;

export interface JobIdentity {
  /** Name of the run on REANA, without run number. */
  readonly runName: string;
  /** Hexadecimal SHA-256. */
  readonly digest: string;
}

/**
 * All that decides what a run computes; the rendered specification is one of the files. Secrets do not belong
 * to it: they are renewed, the job stays.
 */
export interface Submission {
  readonly files: readonly FileSource[];
  /** Given at start. */
  readonly parameters: JsonObject;
  readonly options: JsonObject;
}

/**
 * Neither input nor output of an analysis: the embedded REANA keeps its runs there, and every workspace has its
 * job file there.
 */
export const ownFolder = '.reana-ci/';

/** Workspace path of the file that says which job a run belongs to. */
export const jobFilePath = '.reana-ci/job.json';

/** 128 bits: nobody finds two jobs whose names end alike. */
const shortDigestLength = 32;
/** REANA takes 255; more than this says nothing to a reader. */
const longestName = 80;

/** Hexadecimal SHA-256 of what a file holds. @throws ReanaCiError `local-io` when it cannot be read */
export type DigestOf = (file: FileSource) => Promise<string>;

/**
 * @param name what the user, or the host, calls the run; already without characters REANA refuses
 * @throws ReanaCiError `local-io` when a file cannot be read
 */
export async function identifyJob(
  name: string,
  submission: Submission,
  digestOf: DigestOf = readDigest,
): Promise<JobIdentity> {
  const files = new Map<string, string>();
  await forEachLimited(submission.files, 4, async (file) => {
    files.set(file.path, await digestOf(file));
  });
  const canonical = JSON.stringify({
    version: 1,
    files: byName(Object.fromEntries(files)),
    parameters: byName(submission.parameters),
    options: byName(submission.options),
  });
  const digest = createHash('sha256').update(canonical).digest('hex');
  const readable = name.slice(0, longestName).replace(/[-_]+$/, '');
  return { runName: readable + nameEnding({ digest }), digest };
}

/** What the names of all runs of this digest end in, before the run number. */
export function nameEnding({ digest }: Pick<JobIdentity, 'digest'>): string {
  return `-${digest.slice(0, shortDigestLength)}`;
}

/** What the user, or the host, calls the runs of a name that ends in a digest; `undefined` for other names. */
export function titleOf(name: string): string | undefined {
  return new RegExp(`^(.+)-[\\da-f]{${shortDigestLength}}$`).exec(name)?.[1];
}

const purpose = 'job';

/**
 * The file at {@link jobFilePath}: the same bytes for the same run. Steps of the run can write there, too, so it is
 * signed, and bound to the run that it was written for.
 *
 * @param run id of the run on REANA
 * @param key that steps do not have
 */
export function jobFile(identity: JobIdentity, run: string, key: string): FileSource {
  const { runName: name, digest } = identity;
  const text = JSON.stringify({ version: 2, name, digest, run });
  return { path: jobFilePath, content: Buffer.from(signed(purpose, text, key)) };
}

/** The digest that a {@link jobFile} of this run holds; `undefined` when `text` was not signed for it. */
export function digestInJobFile(text: string, run: string, key: string): string | undefined {
  const content = readSigned(purpose, text, key);
  if (content === undefined) return undefined;
  const value: unknown = JSON.parse(content);
  if (!isJsonObject(value) || value.run !== run) return undefined;
  return typeof value.digest === 'string' ? value.digest : undefined;
}

/** Makes a {@link DigestOf} that reads a file again only when its size or its time has changed. */
export function createDigests(): DigestOf {
  const known = new Map<string, { readonly state: string; readonly digest: Promise<string> }>();
  return async (file) => {
    if ('content' in file) return readDigest(file);
    const state = await stateOf(file.file);
    const before = known.get(file.file);
    if (before?.state === state && state !== '') return before.digest;
    const digest = readDigest(file);
    known.set(file.file, { state, digest });
    return digest;
  };
}

/** Empty for a file that cannot be looked at; reading it tells why. */
async function stateOf(file: string): Promise<string> {
  try {
    const { size, mtimeNs, ino } = await stat(file, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch {
    return '';
  }
}

async function readDigest(file: FileSource): Promise<string> {
  const hash = createHash('sha256');
  if ('content' in file) return hash.update(file.content).digest('hex');
  try {
    await using handle = await openSourceFile(file);
    // One buffer for the whole file: a stream would leave one behind for each chunk.
    const buffer = Buffer.allocUnsafe(chunkSize);
    for (;;) {
      const { bytesRead } = await handle.read(buffer);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    throw new ReanaCiError('local-io', `${file.path} cannot be read.`, { cause: error });
  }
  return hash.digest('hex');
}

/** The order in which files were found, or options given, makes no other job. */
function byName(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
