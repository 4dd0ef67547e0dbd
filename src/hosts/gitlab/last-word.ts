/** The time that is left for telling GitLab how a cancelled job has ended. */

/**
 * Milliseconds from the cancellation for the last word: GitLab gives a job 10 s, of which stopping the run
 * takes 3 s at most.
 */
const lastWord = 8500;

/** Aborted some time after `signal`: long enough for a last word. */
export function signalWithLastWord(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    const timer = setTimeout(() => {
      controller.abort(signal.reason);
    }, lastWord);
    timer.unref();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return controller.signal;
}
