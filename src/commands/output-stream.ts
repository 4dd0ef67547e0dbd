/** The program's output: secrets masked, a reader who has gone away ignored. */
import { Writable } from 'node:stream';
import type { Redact } from '../base/redact.ts';

/**
 * Wraps `target` so that every text written passes `redact`. A secret is recognised within one write, so
 * writers hand over whole lines.
 *
 * When the reader goes away (`reana-ci logs … | head`) the rest is dropped, and the command goes on: a
 * run must still be watched to its end.
 */
export function createOutputStream(
  target: NodeJS.WritableStream,
  redact: () => Redact,
): NodeJS.WritableStream {
  let readerGone = false;
  target.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
  });
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, written) {
      if (readerGone) {
        written();
        return;
      }
      const text = redact()(typeof chunk === 'string' ? chunk : chunk.toString('utf8'));
      target.write(text, () => {
        written();
      });
    },
  });
}
