/** Time that passes only when everything waits: one seed fixes the clock, chance and the order of events. */

interface Timer {
  readonly id: number;
  readonly time: number;
  readonly action: () => void;
}

export interface SimulatedTime {
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** Calls `action` after `milliseconds`. */
  after(milliseconds: number, action: () => void): void;
  /** Waits; ends with the signal's reason. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /**
   * Lets time pass until `task` has ended.
   *
   * @returns `false` when nothing is left that could end it, or `limit` milliseconds have passed
   */
  until(task: Promise<unknown>, limit: number): Promise<boolean>;
  /** Forgets all that waits, as a machine does that is switched off. */
  forget(): void;
}

const start = Date.UTC(2026, 0, 31, 12);
const letGo = setImmediate;
const realTimeout = setTimeout;
/** Milliseconds of real time that work outside of this process's clock may take: planning reads files. */
const longestWork = 5000;

/** Takes the place of the process's clock, timers and chance until the next one is made. */
export function simulateTime(seed: number): SimulatedTime {
  let time = start;
  let ids = 0;
  let timers: Timer[] = [];
  const random = createRandom(seed);

  function add(milliseconds: number, action: () => void): number {
    ids += 1;
    const timer = { id: ids, time: time + Math.max(0, milliseconds), action };
    const at = timers.findIndex((other) => other.time > timer.time);
    timers.splice(at < 0 ? timers.length : at, 0, timer);
    return ids;
  }
  function clear(id: unknown): void {
    const at = timers.findIndex((timer) => timer.id === id);
    if (at >= 0) timers.splice(at, 1);
  }
  Object.assign(globalThis, {
    setTimeout: (action: () => void, milliseconds = 0) => add(milliseconds, action),
    clearTimeout: clear,
  });
  Date.now = () => time;
  Math.random = random;

  return {
    now: () => time,
    random,
    after: add,
    forget() {
      timers = [];
    },
    delay(milliseconds, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const end = () => {
          clear(id);
          reject(signal?.reason as Error);
        };
        const id = add(milliseconds, () => {
          signal?.removeEventListener('abort', end);
          resolve();
        });
        signal?.addEventListener('abort', end, { once: true });
      });
    },
    async until(task, limit) {
      const latest = time + limit;
      let isOver = false;
      const note = () => {
        isOver = true;
      };
      const hasEnded = () => isOver;
      let idle = 0;
      task.then(note, note);
      for (;;) {
        await new Promise((resolve) => letGo(resolve));
        if (hasEnded()) return true;
        if (timers.length === 0 && idle < longestWork) {
          idle += 1;
          await new Promise((resolve) => realTimeout(resolve, 1));
          continue;
        }
        idle = 0;
        const next = timers.shift();
        if (next === undefined || next.time > latest) return false;
        time = Math.max(time, next.time);
        next.action();
      }
    },
  };
}

/** Mulberry32: small, and the same everywhere. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
