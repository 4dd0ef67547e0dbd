/**
 * Putting a note on a merge request: one per job, edited in place, and right in the end when two pipelines
 * write at the same time though GitLab has no way to lock a note.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Delay } from '../../../base/delay.ts';
import { isReanaCiError } from '../../../base/error.ts';
import type { GitlabClient, Note } from '../../../gitlab/gitlab-client.ts';
import { historyPart } from './note-body.ts';
import { editWatched, hasReplaced, type Written } from './watched-edit.ts';
import {
  dataOf,
  headOf,
  type HistoryEntry,
  isNoteOf,
  isSealed,
  joinNote,
  type NoteData,
  type Seal,
  sealed,
  withEntry,
} from './note-data.ts';

export interface NotePlace {
  readonly project: number;
  readonly mergeRequest: number;
  /** Title of the job, which tells its note apart from others. */
  readonly job: string;
}

export interface NoteTools {
  readonly client: GitlabClient;
  readonly delay: Delay;
  readonly signal: AbortSignal;
  /** Signs what the note remembers; with it, the notes of a token that was replaced are known again. */
  readonly key?: string;
  /** Leaves a merge request without a note as it is. */
  readonly onlyEdit?: boolean;
}

/** Milliseconds in which another pipeline that had read the note before us has written it. */
const settlingTime = 700;
/** A slow GitLab gets so many times the time that reading the note took. */
const settlingReads = 3;
const longestSettling = 4000;
const mostAttempts = 4;

/**
 * Writes what is known of `entry`'s pipeline into the job's note. The note of a newer pipeline keeps its
 * text; only its list of pipelines changes. What another pipeline writes while our own words are on their
 * way is put back when ours have replaced it.
 *
 * @param render makes the note of this pipeline around the data it has to hold
 * @throws ReanaCiError what GitLab refuses, `unreachable`
 * @throws the signal's reason
 */
export async function publishNote(
  place: NotePlace,
  entry: HistoryEntry,
  render: (data: NoteData) => string,
  tools: NoteTools,
): Promise<void> {
  const { client, delay, signal, key } = tools;
  const seal = { ...place, ...(key === undefined ? {} : { key }) };
  const me = await client.currentUser();
  let last: Written | undefined;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const begun = performance.now();
    const notes = restored(await ownNotes(seal, me.id, client), last);
    const reading = performance.now() - begun;
    const data = withEntry(joined(notes, entry.pipeline), entry);
    last = await write(seal, notes, me.id, data, entry, render, tools);
    if (last === 'unchanged') return;
    await delay(Math.min(Math.max(settlingTime, settlingReads * reading), longestSettling), signal);
    if (await isSettled(seal, me.id, entry, last, client)) return;
  }
}

/** The account that GitLab hands the notes of removed users to, such as those of a token that was replaced. */
const ghost = 'ghost';

/**
 * Notes with the job's marker by this token or one that came before it; a quotation by a person is none. Anybody may
 * call himself like the bot of a token, so notes of others count when they carry our signature.
 */
async function ownNotes(seal: Seal, me: number, client: GitlabClient): Promise<Note[]> {
  const earlier = new RegExp(`^(?:project_${seal.project}_bot(?:_.*)?|${ghost})$`);
  return client.notes(
    seal.project,
    seal.mergeRequest,
    ({ author, body }) =>
      isNoteOf(seal.job, body) &&
      (author.id === me || (earlier.test(author.username) && isSealed(body, seal))),
  );
}

/**
 * All that the notes know; a note that may not be edited any more hands its history on. Anybody's note can become
 * one of the ghost's, so of those only what came before this pipeline counts.
 */
function joined(notes: readonly Note[], before: number): NoteData {
  let data: NoteData = { version: 1, history: [] };
  for (const { author, body } of notes) {
    const { history } = dataOf(body);
    const counted =
      author.username === ghost ? history.filter(({ pipeline }) => pipeline < before) : history;
    for (const entry of [...counted].reverse()) data = withEntry(data, entry);
  }
  return data;
}

/** The notes as they would be had we not written over what somebody else wrote meanwhile. */
function restored(notes: readonly Note[], written: Written | undefined): readonly Note[] {
  return notes.map((note) =>
    hasReplaced(written, note) ? { ...note, body: written.replaced } : note,
  );
}

async function write(
  seal: Seal,
  notes: readonly Note[],
  me: number,
  data: NoteData,
  entry: HistoryEntry,
  render: (data: NoteData) => string,
  tools: NoteTools,
): Promise<Written> {
  const { project, mergeRequest } = seal;
  // Our own first, of these the first: all pipelines come to the same one.
  const candidates = notes
    .filter(({ author }) => author.username !== ghost)
    .sort((a, b) => Number(b.author.id === me) - Number(a.author.id === me) || a.id - b.id);
  for (const note of candidates) {
    const body = sealed(bodyFor(note, data, entry, render), seal);
    if (body === note.body) return 'unchanged';
    try {
      return await editWatched({ project, mergeRequest }, note, body, tools);
    } catch (error) {
      const isGone = isReanaCiError(error) && ['forbidden', 'not-found'].includes(error.code);
      if (!isGone) throw error;
    }
  }
  if (tools.onlyEdit === true) return 'unchanged';
  const body = sealed(render(data), seal);
  const { id } = await tools.client.createNote(project, mergeRequest, body);
  for (const old of notes) {
    // A maintainer's token may; otherwise the old note stays, and is not touched again.
    await tools.client.deleteNote(project, mergeRequest, old.id).catch(() => undefined);
  }
  return { note: id, body };
}

function bodyFor(
  { body }: Note,
  data: NoteData,
  entry: HistoryEntry,
  render: (data: NoteData) => string,
): string {
  const shown = dataOf(body).history[0]?.pipeline ?? 0;
  if (shown <= entry.pipeline) return render(data);
  return joinNote(headOf(body), historyPart(data, shown), data);
}

/**
 * Whether the note says what we wrote, and we wrote over nothing. Of two notes that two pipelines made at the
 * same moment, the later one goes.
 */
async function isSettled(
  seal: Seal,
  me: number,
  entry: HistoryEntry,
  written: Written,
  client: GitlabClient,
): Promise<boolean> {
  const notes = (await ownNotes(seal, me, client)).filter(({ author }) => author.id === me);
  const [first, ...others] = notes.sort((a, b) => a.id - b.id);
  if (first === undefined || hasReplaced(written, first)) return false;
  const ours = dataOf(first.body).history.find(({ pipeline }) => pipeline === entry.pipeline);
  const isKnown = isDeepStrictEqual(ours, entry);
  if (isKnown) {
    for (const { id } of others) {
      await client.deleteNote(seal.project, seal.mergeRequest, id).catch(() => undefined);
    }
  }
  return isKnown;
}
