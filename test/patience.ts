/** Promises in seconds, tested on machines of any speed. */
import { spawnSync } from 'node:child_process';

/** Milliseconds in which Node starts and ends where nothing is wrong with the machine, with room to spare. */
const usualStart = 150;

/** @returns `milliseconds`, or as many times more as this machine is slower than usual at the moment */
export function patience(milliseconds: number): number {
  const begun = performance.now();
  spawnSync(process.execPath, ['--eval', '0']);
  return milliseconds * Math.max(1, (performance.now() - begun) / usualStart);
}
