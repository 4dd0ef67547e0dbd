/**
 * Taking on a run that was left, such that of any number of programs that want to only one does: the file in
 * its workspace is renamed, which only one of them can. The file's new name says when; whoever has the run
 * renames it again now and then, and a claim that has become old is anybody's. Steps of the run can rename
 * files there, too, so names are signed, and one without signature says nothing.
 */
import { bounded } from '../../base/bounded.ts';
import type { Delay } from '../../base/delay.ts';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import type { WorkflowRun } from '../../reana/types.ts';
import { ownFolder } from '../plan/job-identity.ts';
import { listOwnFiles, readOwnFile } from '../submit/own-file.ts';
import { sign } from '../../base/signed.ts';
import { submissionPath } from '../submit/submission.ts';

/** Once somebody else has taken the run over, all but `release` throw a ReanaCiError `conflict`. */
export interface Claim {
  /** What the file says; to be checked with `readSubmission`. */
  readonly text: string;
  /** Whether its name said "settled", though not with our signature: a step's work, or that of another REANA token. */
  readonly saidSettled: boolean;
  /** Aborted when it turns out that somebody else has taken the run over. */
  readonly lost: AbortSignal;
  /** Makes sure that the run is ours, and says that we go on. */
  renew(): Promise<void>;
  /** The run needs nobody any more. */
  conclude(): Promise<void>;
  /** Somebody else may take the run on. */
  release(): Promise<void>;
}

export interface ClaimTools {
  readonly client: ReanaClient;
  /** Tells the programs apart: letters, digits and dashes. */
  readonly claimant: string;
  /** Signs names; the same for all the programs. */
  readonly key: string;
  /** Milliseconds since the epoch, on a clock that all the programs share: the server's. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Milliseconds; a program that has not renewed its claim by then has died, or sleeps. */
export const patience = 30 * 60_000;
const renewal = 5 * 60_000;
/** Milliseconds that the clocks of programs may differ. */
const clockTolerance = 5 * 60_000;
/** Milliseconds; a claim is given back also when the program is told to stop. */
const longestRelease = 5000;
/** Whatever has such a name was the file of a run that was left; steps can have renamed it. */
const marked = /^\.reana-ci\/(settl(?:ing-(\d+)|ed)(?:-[A-Za-z0-9-]+)?)\.json$/;
const nameSignatureLength = 32;
const settledWords = 'settled';

/**
 * Takes on a run that has ended.
 *
 * @returns `undefined` when it was not left, is settled, or somebody else has it
 * @throws ReanaCiError what the server refuses, `unreachable`
 */
export async function claimRun(
  { id, name }: Pick<WorkflowRun, 'id' | 'name'>,
  tools: ClaimTools,
): Promise<Claim | undefined> {
  const { client, claimant, key, now, signal } = tools;
  const mark = createMark(name, key);
  const files = await listOwnFiles(client, id, signal);
  const open = openFile(
    files.map(({ path }) => path),
    mark,
    now(),
  );
  if (open === undefined) return undefined;
  let ours = open;
  let renamings = 0;
  const losing = new AbortController();
  if (!(await move(nextName(), signal))) return undefined;
  const text = await readOwnFile(client, id, ours, signal);
  const inTurn = createQueue();
  return {
    // A file of ours is not too large to be read.
    text: text ?? '',
    saidSettled: open.startsWith(settledWords, ownFolder.length),
    lost: losing.signal,
    renew: () => inTurn(() => moveOrLose(nextName())),
    conclude: () => inTurn(() => moveOrLose(mark(settledWords))),
    release: () =>
      inTurn(async () => {
        await bounded(longestRelease, tooLate, undefined, (brief) => move(submissionPath, brief));
      }),
  };

  /** Never the same again: only a renaming that does something tells that the file is there. */
  function nextName(): string {
    renamings += 1;
    return mark(`settling-${now()}-${claimant}-${renamings}`);
  }

  async function moveOrLose(target: string): Promise<void> {
    if (!losing.signal.aborted && (await move(target, signal))) return;
    losing.abort(new ReanaCiError('conflict', 'The run was taken over by another job.'));
    losing.signal.throwIfAborted();
  }

  /** @returns whether the file was still where we had left it */
  async function move(target: string, within: AbortSignal): Promise<boolean> {
    try {
      await client.moveFiles(id, ours, target, within);
    } catch (error) {
      if (!isReanaCiError(error)) throw error;
      const files = new Set((await listOwnFiles(client, id, within)).map(({ path }) => path));
      if (files.has(ours)) throw error;
      // Either the other program was faster, or only the answer was lost.
      if (!files.has(target)) return false;
    }
    ours = target;
    return true;
  }
}

/**
 * Renews the claim as long as `work` goes on.
 *
 * @throws what `work` throws
 */
export async function whileRenewing<Result>(
  claim: Claim,
  delay: Delay,
  work: () => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const renewals = keepRenewing(claim, delay, AbortSignal.any([done.signal, claim.lost]));
  try {
    return await work();
  } finally {
    done.abort();
    await renewals;
  }
}

async function keepRenewing(claim: Claim, delay: Delay, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(renewal, signal).catch(() => undefined);
    if (signal.aborted) return;
    // A server that is away cannot be asked by others either; what keeps the work from going on is told there.
    await claim.renew().catch(() => undefined);
  }
}

/** Makes a function that gives the path of a file which says `words` of the run; a restart has the same workspace. */
function createMark(name: string, key: string): (words: string) => string {
  const [runName = ''] = name.split('.', 1);
  return (words) => {
    const signature = sign('settling', `${runName}\n${words}`, key).slice(0, nameSignatureLength);
    return `${ownFolder}${words}-${signature}.json`;
  };
}

/**
 * The file to rename; `undefined` when the run is settled, somebody has it, or it was not left. Programs that see
 * the same files come to the same one.
 */
function openFile(
  files: readonly string[],
  mark: (words: string) => string,
  now: number,
): string | undefined {
  const marks = files.toSorted().flatMap((file) => {
    const [, words = '', since] = marked.exec(file) ?? [];
    if (words === '') return [];
    const isOurs = file === mark(words.slice(0, -nameSignatureLength - 1));
    return [{ file, isOurs, isFresh: since === undefined || isFresh(now - Number(since)) }];
  });
  const ours = marks.filter(({ isOurs }) => isOurs);
  if (ours.some(({ isFresh }) => isFresh)) return undefined;
  const left = files.includes(submissionPath) ? submissionPath : undefined;
  return ours[0]?.file ?? left ?? marks[0]?.file;
}

/** A claim of the future was made by a clock that is of no use to others. */
function isFresh(age: number): boolean {
  return age <= patience && age >= -clockTolerance;
}

function tooLate(): ReanaCiError {
  return new ReanaCiError('unreachable', 'The run could not be given back in time.');
}

/** Makes a function that does one thing after the other. */
function createQueue(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (task) => {
    const next = last.then(task);
    last = next.catch(() => undefined);
    return next;
  };
}
