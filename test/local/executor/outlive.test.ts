/** Steps of an embedded REANA that is killed. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';

const module = path.resolve(import.meta.dirname, '../../../src/local/executor/process-group.ts');

it('a step ends with the server that has started it, also when that is killed', async () => {
  const cwd = await temporaryFolder({
    'server.mjs': `
      import { runProcessGroup } from ${JSON.stringify(module)};
      import { Writable } from 'node:stream';
      const output = new Writable({ write: (_chunk, _encoding, done) => done() });
      const env = { PATH: process.env.PATH };
      const signal = new AbortController().signal;
      await runProcessGroup(
        'sleep 300 & while true; do date +%s%N > beat; sleep 0.05; done',
        { cwd: process.cwd(), env, output, signal, grace: 100 },
      );
    `,
  });
  const server = spawn(process.execPath, ['server.mjs'], { cwd, stdio: 'ignore' });
  const beat = () => readFile(path.join(cwd, 'beat'), 'utf8').catch(() => '');
  await expect.poll(beat, { timeout: 20_000 }).not.toBe('');
  server.kill('SIGKILL');
  await expect
    .poll(
      async () => {
        const before = await beat();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return (await beat()) === before;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
});
