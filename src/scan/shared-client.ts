/**
 * One client for all runs of a scan: what is the same for all of them is asked or sent once, and large transfers
 * take turns, as they would only take each other's place on the server.
 */
import type { ReanaClient } from '../reana/reana-client.ts';
import { isSecretMark } from '../run/submit/secret-mark.ts';

/** Bytes up to which a transfer does not wait for others. */
const small = 1024 * 1024;

export function shareClient(client: ReanaClient): ReanaClient {
  const ping = once((signal?: AbortSignal) => client.ping(signal));
  const info = once((signal?: AbortSignal) => client.info(signal));
  const stored = new Map<string, Promise<void>>();
  const storing = createTurns();
  const uploads = createTurns();
  const downloads = createTurns();
  return {
    ...client,
    ping,
    info,
    /** REANA keeps all secrets of a user in one place, where of two who write at a time one is not heard. */
    async addSecrets(secrets, options, signal) {
      const own = secrets.filter(({ name }) => !isSecretMark(name));
      const key = own.map(({ name }) => name).join(' ');
      const adding =
        stored.get(key) ?? storing(() => client.addSecrets(secrets, options, signal), signal);
      stored.set(key, adding);
      try {
        await adding;
      } catch (error) {
        stored.delete(key);
        throw error;
      }
    },
    uploadFiles(id, files, listener, signal) {
      const size = files.reduce((sum, file) => sum + sizeOf(file), 0);
      const upload = () => client.uploadFiles(id, files, listener, signal);
      return size <= small ? upload() : uploads(upload, signal);
    },
    downloadFiles(id, files, sink, signal) {
      const size = files.reduce((sum, file) => sum + file.size, 0);
      const download = () => client.downloadFiles(id, files, sink, signal);
      return size <= small ? download() : downloads(download, signal);
    },
  };
}

function sizeOf(file: Parameters<ReanaClient['uploadFiles']>[1][number]): number {
  return 'content' in file ? file.content.byteLength : file.size;
}

/** A failed answer is asked for again. */
function once<T>(ask: (signal?: AbortSignal) => Promise<T>): (signal?: AbortSignal) => Promise<T> {
  let answer: Promise<T> | undefined;
  return async (signal) => {
    answer ??= ask(signal);
    try {
      return await answer;
    } catch (error) {
      answer = undefined;
      throw error;
    }
  };
}

/** Makes a function that runs one task after the other, in the order of the calls. */
function createTurns(): <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let last = Promise.resolve();
  return async (task, signal) => {
    const before = last;
    const turn = Promise.withResolvers<undefined>();
    last = before.then(async () => {
      await turn.promise;
    });
    try {
      await unlessAborted(before, signal);
      return await task();
    } finally {
      turn.resolve(undefined);
    }
  };
}

async function unlessAborted(waiting: Promise<void>, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<undefined>();
  const end = () => {
    aborted.resolve(undefined);
  };
  signal?.addEventListener('abort', end, { once: true });
  await Promise.race([waiting, aborted.promise]);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
}
