/**
 * Taking on a run that was left, such that of any number of programs that want to only one does: the file in
 * its workspace is renamed, which only one of them can.
 */
import { isReanaCiError } from '../base/error.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import { listOwnFiles, readOwnFile } from './own-file.ts';
import { submissionPath } from './submission.ts';

export interface Claim {
  /** What the file says; to be checked with `readSubmission`. */
  readonly text: string;
  /** The run needs nobody any more. */
  conclude(): Promise<void>;
  /** Somebody else may take the run on. */
  release(): Promise<void>;
}

export interface ClaimTools {
  readonly client: ReanaClient;
  /** Tells the programs apart: letters, digits and dashes. */
  readonly claimant: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** A program that has not finished by then has died. Milliseconds. */
const patience = 2 * 3_600_000;
const settledPath = '.reana-ci/settled.json';
const claimName = /^\.reana-ci\/settling-(\d+)-[A-Za-z0-9-]+\.json$/;

/**
 * Takes on a run that has ended.
 *
 * @returns `undefined` when it was not left, is settled, or somebody else has it
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function claimRun(id: string, tools: ClaimTools): Promise<Claim | undefined> {
  const { client, claimant, now, signal } = tools;
  const open = (await listOwnFiles(client, id, signal)).find(({ path }) => isOpen(path));
  if (open === undefined) return undefined;
  const ours = `.reana-ci/settling-${now()}-${claimant}.json`;
  try {
    await client.moveFiles(id, open.path, ours, signal);
  } catch (error) {
    // The other program was faster, or the answer was lost: the next look tells.
    if (!isReanaCiError(error)) throw error;
  }
  const text = await readOwnFile(client, id, ours, signal);
  if (text === undefined) return undefined;
  return {
    text,
    conclude: () => client.moveFiles(id, ours, settledPath, signal),
    release: () => client.moveFiles(id, ours, submissionPath, AbortSignal.timeout(largestWait)),
  };

  function isOpen(file: string): boolean {
    const since = claimName.exec(file)?.[1];
    return since === undefined ? file === submissionPath : now() - Number(since) > patience;
  }
}

/** Milliseconds; a claim is given back also when the program is told to stop. */
const largestWait = 5000;
