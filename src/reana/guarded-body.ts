/** The body of an answer that has to come at a pace, and whose errors may be shown. */
import type { AnswerBody } from './transport.ts';

/** Bytes that count as progress: a byte now and then does not keep a transfer alive. */
const progress = 1024;

/**
 * Gives the chunks of `body`.
 *
 * @param timeout milliseconds of waiting for the end or another 1024 bytes; the reader's own time does not count
 * @param failed turns what breaks while reading into an error that may be shown
 */
export function guardedBody(
  body: AnswerBody,
  timeout: number,
  now: () => number,
  failed: (error: unknown) => Error,
): AnswerBody {
  return {
    async *[Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      let left = timeout;
      let fresh = 0;
      try {
        for (;;) {
          const asked = now();
          const next = await within(left, chunks.next()).catch((error: unknown) => {
            throw failed(error);
          });
          if (next.done === true) return;
          fresh += next.value.length;
          left -= now() - asked;
          if (fresh >= progress) {
            fresh = 0;
            left = timeout;
          }
          yield next.value;
        }
      } finally {
        body.destroy();
      }
    },
    destroy: () => body.destroy(),
  };
}

function within<T>(milliseconds: number, task: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        reject(new TooSlowError());
      },
      Math.max(0, milliseconds),
    );
    task.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

class TooSlowError extends Error {
  readonly code = 'UND_ERR_BODY_TIMEOUT';
}
