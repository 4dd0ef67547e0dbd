/** The places for jobs: so many run at a time, the others wait in line. */

export interface Slots {
  /**
   * Waits for a place.
   *
   * @returns gives the place back; must be called once
   * @throws the signal's reason when it is aborted before a place is free
   */
  take(signal: AbortSignal): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  function release(): void {
    const next = waiting.values().next();
    if (next.done === true) {
      free += 1;
      return;
    }
    waiting.delete(next.value);
    next.value();
  }

  return {
    async take(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return release;
      }
      await new Promise<void>((resolve, reject) => {
        const proceed = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const leave = (): void => {
          waiting.delete(proceed);
          reject(signal.reason as Error);
        };
        waiting.add(proceed);
        signal.addEventListener('abort', leave, { once: true });
      });
      return release;
    },
  };
}
