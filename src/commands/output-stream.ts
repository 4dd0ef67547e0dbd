/** The program's output: secrets masked, nothing that steers a terminal, a reader who has gone away ignored. */
import { Writable } from 'node:stream';
import { forTerminal } from '../base/printable.ts';
import type { Redact } from '../base/redact.ts';

/**
 * Wraps `target` so that every text written passes `redact`, and steers no terminal. A secret is recognised within one write, so
 * writers hand over whole lines.
 *
 * When the reader goes away (`reana-ci logs … | head`) the rest is dropped, and the command goes on: a
 * run must still be watched to its end.
 *
 * @param redact asked at each write, as secrets become known on the way
 */
export function createOutputStream(
  target: NodeJS.WritableStream,
  redact: () => Redact,
): NodeJS.WritableStream {
  let readerGone = false;
  let waiting: (() => void) | undefined;
  function goOn(): void {
    // Forgotten first: going on may mean waiting again.
    const written = waiting;
    waiting = undefined;
    written?.();
  }
  target.on('drain', goOn);
  target.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    readerGone = true;
    goOn();
  });
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, written) {
      const given = typeof chunk === 'string' ? chunk : chunk.toString('utf8');
      const text = forTerminal(redact()(given));
      // At once where possible: what is written before the process ends must not wait in a queue.
      if (readerGone || target.write(text)) written();
      else waiting = written;
    },
  });
}
