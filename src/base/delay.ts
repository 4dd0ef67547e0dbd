/** Waiting that an AbortSignal can end. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A function that waits `milliseconds`; tests hand in a faster clock. */
export type Delay = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/**
 * Waits `milliseconds`.
 *
 * @throws the signal's reason as soon as `signal` is aborted
 */
export async function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
