/** Noticing that whoever started this process is gone. */

const lookInterval = 250;

/** Why the signal of {@link watchParent} was aborted. */
export class Orphaned extends Error {
  override readonly name = 'Orphaned';
  /** As after SIGTERM, which PanDA does not always send to the payload itself. */
  readonly exitCode = 143;

  constructor() {
    super('The PanDA job that started this command has ended.');
  }
}

/**
 * Looks four times a second whether this process has still got the parent it had at first. PanDA ends a job that its
 * user kills by a signal to the outermost shell alone, three seconds before it kills what is left.
 *
 * @param parent tells the parent's process id as it is now
 * @returns a signal that is aborted with {@link Orphaned}, and how to stop looking
 */
export function watchParent(parent: () => number): {
  readonly signal: AbortSignal;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    stop();
    controller.abort(new Orphaned());
  }, lookInterval);
  timer.unref();
  function stop(): void {
    clearInterval(timer);
  }
  return { signal: controller.signal, stop };
}
