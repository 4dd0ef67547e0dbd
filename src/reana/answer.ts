/** Reading answers: bounded, and told apart from the pages of proxies. */
import { parseLeniently } from '../base/json.ts';
import type { AnswerBody, WireAnswer } from './transport.ts';

/** Whole logs of a run come as one JSON answer; more than this is refused. */
export const longestAnswer = 256 * 2 ** 20;
const longestMessage = 600;

/**
 * Reads the body as text.
 *
 * @param limit bytes after which reading ends with {@link AnswerTooLongError}
 */
export async function readText(body: AnswerBody, limit = longestAnswer): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      body.destroy();
      throw new AnswerTooLongError();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export class AnswerTooLongError extends Error {}

/** What a refusing server said. */
export interface Refusal {
  readonly status: number;
  /** One line, as the server wrote it; empty when it said nothing that people can read. */
  readonly message: string;
  /** Written by REANA, not by something in front of it. */
  readonly fromReana: boolean;
}

/** Reads the reason out of an answer that is not a success; a broken body leaves it empty. */
export async function readRefusal(answer: WireAnswer): Promise<Refusal> {
  let text = '';
  try {
    text = await readText(answer.body, 2 ** 20);
  } catch {
    // The status alone has to tell.
  }
  const value = parseLeniently(text);
  return {
    status: answer.status,
    message: oneLine(messageOf(value)),
    fromReana: value !== undefined,
  };
}

/** First value of a header. */
export function header(answer: Pick<WireAnswer, 'headers'>, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === 'object' ? value[0] : value;
}

/**
 * The server's words: mostly `{"message": text}`, but also a bare string, an array of names, or an
 * object of complaints per parameter.
 */
function messageOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && 'message' in value) return messageOf(value.message);
  return JSON.stringify(value);
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}
