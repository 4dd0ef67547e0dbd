/** Multipart requests with one file and a few fields, kept on disk while they come in. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { RestError } from '../rest-error.ts';

export interface MultipartFile {
  /** Where the file is now; the caller removes it. */
  readonly file: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * @param name the file's field
 * @throws RestError 400 when it is missing, 413 when it is too large
 */
export async function receiveMultipart(
  request: FastifyRequest,
  name: string,
  temporary: string,
): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new RestError(400, 'The request must be multipart/form-data.');
  const file = path.join(temporary, randomUUID());
  const fields: Record<string, string> = {};
  let received = false;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
    } else if (part.fieldname === name) {
      await pipeline(part.file, createWriteStream(file, { mode: 0o600 }));
      if (part.file.truncated) throw new RestError(413, `The ${name} is too large.`);
      received = true;
    } else {
      part.file.resume();
    }
  }
  if (!received) throw new RestError(400, `The request has no file named ${name}.`);
  return { file, fields };
}
