/** Editing a note that others edit, too: GitLab has no way to say "only if it is still what I read". */
import { type Delay } from '../../../base/delay.ts';
import { isReanaCiError } from '../../../base/error.ts';
import type { GitlabClient, Note } from '../../../gitlab/gitlab-client.ts';

export type Written =
  | 'unchanged'
  | {
      readonly note: number;
      readonly body: string;
      /** What somebody else wrote between our reading and the end of our writing. */
      readonly replaced?: string;
    };

/** Milliseconds; shorter than anybody waits before looking whether their words are still there. */
const lookInterval = 250;

/**
 * Edits `note`, and looks at it for as long as that takes: words of somebody else that appear meanwhile are
 * those that ours replace.
 *
 * @throws ReanaCiError what GitLab refuses, `unreachable`
 */
export async function editWatched(
  place: { readonly project: number; readonly mergeRequest: number },
  note: Note,
  body: string,
  tools: { readonly client: GitlabClient; readonly delay: Delay; readonly signal: AbortSignal },
): Promise<Written> {
  const { project, mergeRequest } = place;
  const written = new AbortController();
  const seen = watch();
  try {
    await tools.client.editNote(project, mergeRequest, note.id, body);
  } finally {
    written.abort();
  }
  const replaced = await seen;
  return { note: note.id, body, ...(replaced === undefined ? {} : { replaced }) };

  /** @returns the last body that is neither what we read nor what we write */
  async function watch(): Promise<string | undefined> {
    let other: string | undefined;
    const signal = AbortSignal.any([tools.signal, written.signal]);
    try {
      for (;;) {
        await tools.delay(lookInterval, signal);
        if (signal.aborted) return other;
        const now = await tools.client.note(project, mergeRequest, note.id);
        if (!isSame(now.body, note.body) && !isSame(now.body, body)) other = now.body;
      }
    } catch (error) {
      if (signal.aborted || isReanaCiError(error)) return other;
      throw error;
    }
  }
}

/** Whether `note` says what we wrote over the words of somebody else. */
export function hasReplaced(
  written: Written | undefined,
  note: Note,
): written is Exclude<Written, 'unchanged'> & { readonly replaced: string } {
  if (written === undefined || written === 'unchanged') return false;
  const isOurs = note.id === written.note && isSame(note.body, written.body);
  return isOurs && written.replaced !== undefined;
}

/** GitLab may keep a text without the blanks at its end. */
function isSame(a: string, b: string): boolean {
  return a.trimEnd() === b.trimEnd();
}
