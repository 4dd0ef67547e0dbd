/** Doing what must not be done twice, over a connection that loses answers. */
import { isReanaCiError } from '../base/error.ts';
import type { Api } from './api.ts';
import { mayBeDone, type CallError } from './call-error.ts';

export interface OnceOptions<T> {
  /** Asks the server; its failed calls are {@link CallError}s. */
  readonly attempt: () => Promise<T>;
  /** Looks whether an attempt whose answer is lost had its effect. */
  readonly look: () => Promise<T | undefined>;
  readonly signal: AbortSignal | undefined;
}

/** Pauses between looks: a server that lost its client may still be at work. */
const settling = [0, 1000, 2000, 4000, 8000, 15_000];

/**
 * Repeats `attempt` until it succeeds, but never while an earlier one may have had its effect: after a
 * lost answer the effect is looked for, for half a minute, before asking again.
 *
 * @throws the last error when the retry budget is used up, or at once when repeating makes no sense
 */
export async function repeatUnlessDone<T>(api: Api, options: OnceOptions<T>): Promise<T> {
  const { signal } = options;
  const patience = api.patience();
  for (;;) {
    try {
      return await options.attempt();
    } catch (error) {
      if (!mayBeDone(error)) throw error;
      const found = await lookPatiently(api, options, error);
      if (found !== undefined) return found;
      const wait = patience.next(error.failure);
      if (wait === undefined) throw error;
      await api.pause(wait, error.message, signal);
    }
  }
}

async function lookPatiently<T>(
  api: Api,
  options: OnceOptions<T>,
  error: CallError,
): Promise<T | undefined> {
  // An answer in REANA's own words means that it is no longer at work.
  const answered = error.failure.status === 500 && error.failure.answer !== '';
  for (const pause of answered ? [0] : settling) {
    if (pause > 0)
      await api.pause(pause, `${error.message} Looking whether it was done.`, options.signal);
    const found = await options.look().catch((failure: unknown) => {
      options.signal?.throwIfAborted();
      // Nobody knows; asking again might do it twice. Several that may be ours is an answer.
      throw isReanaCiError(failure) && failure.code !== 'conflict' ? error : failure;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
