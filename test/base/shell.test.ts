import { expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';

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
