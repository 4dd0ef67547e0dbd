/** Multipart requests with one file and a few fields, kept on disk while they come in. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { RestError } from '../rest-error.ts';
import { discard } from './server-context.ts';

export interface MultipartFile {
  /** Where the file is; removed when the work with it is done. */
  readonly file: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Bytes; start parameters are short. */
const largestField = 1024 * 1024;

/**
 * Gives `work` what a multipart request brought.
 *
 * @param name the file's field
 * @throws RestError 400 when the file is missing, 413 when something is too large
 */
export async function withMultipart<T>(
  request: FastifyRequest,
  name: string,
  temporary: string,
  work: (received: MultipartFile) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) throw new RestError(400, 'The request must be multipart/form-data.');
  const file = path.join(temporary, randomUUID());
  try {
    const fields = await receive(request, name, file);
    return await work({ file, fields });
  } finally {
    await discard(file);
  }
}

async function receive(
  request: FastifyRequest,
  name: string,
  file: string,
): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  let received = false;
  for await (const part of request.parts({ isPartAFile })) {
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
    } else if (part.fieldname === name) {
      await pipeline(part.file, createWriteStream(file, { mode: 0o600 }));
      if (part.file.truncated) throw new RestError(413, `The ${name} is too large.`);
      received = true;
    } else {
      fields[part.fieldname] = await readText(part.file);
    }
  }
  if (!received) throw new RestError(400, `The request has no file named ${name}.`);
  return fields;
}

/**
 * Also takes JSON for a file: as a field it would be parsed on the way, and its numbers lose their spelling.
 */
function isPartAFile(_field?: string, contentType?: string, file?: string): boolean {
  return file !== undefined || /^application\/(json|octet-stream)\b/.test(contentType ?? '');
}

async function readText(content: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestField) throw new RestError(413, 'A field of the request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
