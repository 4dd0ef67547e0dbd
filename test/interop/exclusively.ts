/** One at a time, across the test files that run in processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Runs `task` while no other process of this machine runs one with the same lock file. The lock ends with
 * the process that holds it, however that ends.
 */
export async function exclusively<T>(lockFile: string, task: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(lockFile), { recursive: true });
  // flock keeps the lock for as long as cat waits for the end of our pipe.
  const holder = spawn('flock', [lockFile, 'sh', '-c', 'echo locked && cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  try {
    await Promise.race([
      once(holder.stdout, 'data'),
      ended.then(() => Promise.reject(new Error(`flock cannot lock ${lockFile}`))),
    ]);
    return await task();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
