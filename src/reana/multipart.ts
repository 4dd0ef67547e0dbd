/** `multipart/form-data` bodies of known length whose parts are streamed. */
import { randomUUID } from 'node:crypto';

import type { Body } from './call.ts';

/** One field of a form; with a file name it counts as a file. */
export interface FormPart {
  readonly name: string;
  readonly filename?: string;
  readonly body: Body;
}

/** Puts the parts into one body. Names and file names must hold no quotes or line breaks. */
export function multipartBody(parts: readonly FormPart[]): Body {
  const boundary = `form-${randomUUID()}`;
  const heads = parts.map((part) => Buffer.from(headOf(part, boundary)));
  const lineBreak = Buffer.from('\r\n');
  const tail = Buffer.from(`--${boundary}--\r\n`);
  const framing = heads.reduce((sum, head) => sum + head.length + lineBreak.length, tail.length);
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    size: parts.reduce((sum, part) => sum + part.body.size, framing),
    async *open() {
      for (const [index, part] of parts.entries()) {
        yield heads[index] ?? tail;
        const content = part.body.open();
        if (content instanceof Uint8Array) yield content;
        else yield* content;
        yield lineBreak;
      }
      yield tail;
    },
  };
}

function headOf(part: FormPart, boundary: string): string {
  const filename = part.filename === undefined ? '' : `; filename="${part.filename}"`;
  return (
    `--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${part.name}"${filename}\r\n` +
    `Content-Type: ${part.body.type}\r\n\r\n`
  );
}
