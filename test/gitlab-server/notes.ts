/** Notes of merge requests: everybody reads them, an access token writes them, and edits its own. */
import {
  type Answer,
  type Asked,
  forbidden,
  jsonOf,
  notFound,
  pageOf,
  type ServerUser,
} from './answer.ts';

export interface ServerNote {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly id: number; readonly username: string };
  readonly created_at: string;
}

export interface NoteBook {
  /** By `project!iid`, the oldest first. */
  readonly notes: Map<string, ServerNote[]>;
  readonly add: (place: string, author: ServerUser, body: string, system: boolean) => ServerNote;
  /** @param id 0 for the list */
  readonly answer: (call: Asked, place: string, id: number, user: ServerUser | undefined) => Answer;
}

/** @param origin gives the server's own address */
export function createNoteBook(origin: () => string): NoteBook {
  const notes = new Map<string, ServerNote[]>();
  let lastId = 1000;

  function add(place: string, { id, username }: ServerUser, body: string, system: boolean) {
    lastId += 1;
    const created_at = new Date(Date.UTC(2026, 0, 1) + lastId * 1000).toISOString();
    const note: ServerNote = { id: lastId, body, system, author: { id, username }, created_at };
    notes.set(place, [...(notes.get(place) ?? []), note]);
    return note;
  }

  return {
    notes,
    add,
    answer(call, place, id, user) {
      const list = notes.get(place) ?? [];
      if (call.method === 'GET' && id === 0) return pageOf(call, list, origin());
      const note = list.find((candidate) => candidate.id === id);
      if (call.method === 'GET') return note === undefined ? notFound : { status: 200, body: note };
      if (user === undefined) return forbidden;
      const { body } = jsonOf(call);
      if (call.method !== 'DELETE' && (typeof body !== 'string' || body.length > 1_000_000)) {
        return { status: 400, body: { message: 'body is too long' } };
      }
      if (call.method === 'POST') {
        return { status: 201, body: add(place, user, String(body), false) };
      }
      if (note === undefined) return notFound;
      if (note.author.id !== user.id && user.role !== 'maintainer') return forbidden;
      if (call.method === 'DELETE') {
        notes.set(
          place,
          list.filter((other) => other !== note),
        );
        return { status: 204, body: '' };
      }
      note.body = String(body);
      return { status: 200, body: note };
    },
  };
}
