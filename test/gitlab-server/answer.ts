/** A request to the server and an answer of it. */
import type { IncomingMessage } from 'node:http';

export interface Asked {
  readonly method: string;
  /** Without `/api/v4`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

export interface ServerUser {
  readonly id: number;
  readonly username: string;
  /** Reporter writes notes and edits its own; developer also sets statuses; maintainer edits all notes. */
  readonly role: 'reporter' | 'developer' | 'maintainer';
}

export const unauthorized: Answer = { status: 401, body: { message: '401 Unauthorized' } };
export const forbidden: Answer = { status: 403, body: { message: '403 Forbidden' } };
export const notFound: Answer = { status: 404, body: { message: '404 Not found' } };

export function refusal(status: number, message: unknown): Answer {
  return { status, body: { message } };
}

export function jsonOf(call: Asked): Readonly<Record<string, unknown>> {
  return call.body.length === 0
    ? {}
    : (JSON.parse(call.body.toString()) as Readonly<Record<string, unknown>>);
}

/** One page of a list, with the headers that lead to the next. */
export function pageOf(call: Asked, list: readonly unknown[], origin: string): Answer {
  const size = Math.min(Number(call.query.per_page ?? 20), 100);
  const page = Number(call.query.page ?? 1);
  const sorted = call.query.sort === 'asc' ? list : [...list].reverse();
  const shown = sorted.slice((page - 1) * size, page * size);
  const hasNext = page * size < list.length;
  const query = new URLSearchParams({ ...call.query, page: String(page + 1) }).toString();
  const link = hasNext ? { link: `<${origin}/api/v4${call.path}?${query}>; rel="next"` } : {};
  const next = hasNext ? String(page + 1) : '';
  return { status: 200, body: shown, headers: { ...link, 'x-next-page': next } };
}
