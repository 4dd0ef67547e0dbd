/** JSON answers with a part that is too long to hold. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { jsonString } from '../run/run-logs.ts';

/**
 * Sends `fields` with one more field, whose value is a string given in pieces.
 *
 * @param fields at least one
 */
export function sendWithText(
  reply: FastifyReply,
  fields: object,
  name: string,
  text: AsyncIterable<string>,
): FastifyReply {
  async function* body(): AsyncGenerator<string> {
    yield `${JSON.stringify(fields).slice(0, -1)},${JSON.stringify(name)}:`;
    yield* jsonString(text);
    yield '}';
  }
  return reply.type('application/json').send(Readable.from(body()));
}
