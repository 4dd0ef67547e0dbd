import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { patience } from '../patience.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('passes values as they are, whatever they hold', async () => {
  const nasty = `$(echo injected) "quoted" 'single' ; & | \`tick\``;
  const { stdout } = await createShell()`printf %s ${nasty}`;
  expect(stdout).toBe(nasty);
});

it('reports a failing command without throwing', async () => {
  const result = await createShell()`echo out; echo err >&2; exit 3`;
  expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
});

it('gives the command only the environment it was handed', async () => {
  const { stdout } = await createShell({
    env: { PATH: '/usr/bin:/bin', ONLY: 'this' },
  })`echo $ONLY-\${HOME-}`;
  expect(stdout).toBe('this-\n');
});

it('ends the command when it is no longer wanted', async () => {
  const stop = new AbortController();
  const running = createShell({ signal: stop.signal })`sleep 60`;
  stop.abort(new Error('no longer wanted'));
  await expect(running).rejects.toThrow('no longer wanted');
});

it('ends a command that hears no signal, with all that it has started', async () => {
  const stop = new AbortController();
  const folder = await temporaryFolder({});
  const file = path.join(folder, 'pid');
  const script = `trap '' TERM INT; sleep 60 & echo $! > '${file}'; wait`;
  const running = createShell({ signal: stop.signal })`sh -c ${script}`;
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toMatch(/\d\n/);
  const begun = performance.now();
  stop.abort(new Error('no longer wanted'));
  await expect(running).rejects.toThrow('no longer wanted');
  expect(performance.now() - begun).toBeLessThan(patience(1000));
  const child = Number(await readFile(file, 'utf8'));
  await expect.poll(() => isThere(child)).toBe(false);
});

it('ends a command that takes too long or prints too much', async () => {
  const late = await createShell({ timeout: 100 })`trap '' TERM; sleep 60`;
  expect(late).toMatchObject({ exitCode: null, stderr: 'It took too long.' });
  const loud = await createShell()`yes`;
  expect(loud).toMatchObject({ exitCode: null, stdout: '', stderr: 'It printed too much.' });
});

/** A process that has ended may wait for its parent to notice. */
function isThere(id: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${id}/status`, 'utf8'));
  } catch {
    return false;
  }
}
