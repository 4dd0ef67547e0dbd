import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { delay } from '../../src/base/delay.ts';
import { createFileLock } from '../../src/login/file-lock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const lock = createFileLock({
  environment: process.env,
  now: () => performance.now(),
  delay,
});

describe('a lock among processes', () => {
  it('is had by one task at a time', async () => {
    const file = path.join(await temporaryFolder({}), 'new/file.lock');
    let inside = 0;
    let most = 0;
    const task = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await delay(20);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => lock(file, 30_000, task)));
    expect(most).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("keeps out Python's fcntl.flock, which reana-client uses, and is kept out by it until it is killed", async () => {
    const file = path.join(await temporaryFolder({ 'file.lock': '' }), 'file.lock');
    const code = `
import fcntl, sys, time
handle = open(sys.argv[1], "a+")
try:
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    sys.exit(7)
print("locked", flush=True)
time.sleep(60)`;
    const python = () =>
      spawn('python3', ['-c', code, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await lock(file, 0, async () => {
      const [exitCode] = (await once(python(), 'exit')) as [number];
      expect(exitCode).toBe(7);
    });
    const holder = python();
    onTestFinished(() => {
      holder.kill('SIGKILL');
    });
    await once(holder.stdout, 'data');
    await expect(lock(file, 0, () => Promise.resolve())).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(file),
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await lock(file, 10_000, () => Promise.resolve('ours'))).toBe('ours');
  });

  it('is not taken on a link that somebody has put there', async () => {
    const folder = await temporaryFolder({ target: '' });
    await symlink(path.join(folder, 'target'), path.join(folder, 'file.lock'));
    await expect(
      lock(path.join(folder, 'file.lock'), 0, () => Promise.resolve()),
    ).rejects.toMatchObject({ code: 'local-io' });
  });
});
