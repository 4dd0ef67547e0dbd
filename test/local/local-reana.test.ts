import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Executor } from '../../src/local/executor/executor.ts';
import { patience } from '../patience.ts';
import { serial, serve, temporaryFolder } from './server/serve.ts';

describe('the embedded REANA', () => {
  it('takes a run from its making to its results without waiting for any clock', async () => {
    const reana = await serve();
    const begin = performance.now();
    const id = await reana.create(
      'fit',
      serial(['mkdir -p out && cat data/in.txt > out/copy.txt']),
    );
    expect((await reana.upload(id, 'data/in.txt', 'signal')).json).toEqual({
      message: 'data/in.txt has been successfully uploaded.',
    });
    expect(await reana.finish(id)).toBe('finished');
    const download = await reana.ask('GET', `/api/workflows/${id}/workspace/out/copy.txt`);
    expect(download.text).toBe('signal');
    expect(performance.now() - begin).toBeLessThan(4000);
  });

  it('keeps its token and its runs when the state folder is served again', async () => {
    const first = await serve();
    const id = await first.create('kept');
    await first.close();
    const second = await serve({ stateDirectory: first.state });
    expect(second.token).toBe(first.token);
    expect((await second.ask('GET', `/api/workflows/kept.1/status`)).json.id).toBe(id);
  });

  it('keeps what is in the state folder from other users of the machine', async () => {
    const reana = await serve();
    for (const file of ['token', 'reana.sqlite', 'workspaces', 'secrets', 'logs']) {
      const { mode } = await stat(path.join(reana.state, file));
      expect(mode & 0o077, file).toBe(0);
    }
  });

  it('refuses to share a state folder with another server', async () => {
    const first = await serve();
    await expect(serve({ stateDirectory: first.state })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('another embedded REANA is using'),
    });
  });

  it('says which port is in use', async () => {
    const first = await serve();
    await expect(serve({ port: Number(new URL(first.url).port) })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/port \d+ .*is in use/),
    });
  });

  it('fails what runs when it is closed, tells why in the log, and can restart it later', async () => {
    const first = await serve();
    const id = await first.create('long', serial(['test -e go || sleep 60']));
    await first.ask('POST', `/api/workflows/${id}/start`, { json: {} });
    await first.reach(id, 'running');
    const begin = performance.now();
    await first.close();
    expect(performance.now() - begin).toBeLessThan(patience(10_000));

    const second = await serve({ stateDirectory: first.state });
    const status = (await second.ask('GET', `/api/workflows/${id}/status`)).json;
    expect(status.status).toBe('failed');
    const { logs } = (await second.ask('GET', `/api/workflows/${id}/logs`)).json;
    expect(JSON.parse(String(logs)).workflow_logs).toContain(
      'closed while this workflow was running',
    );
    await second.upload(id, 'go', '');
    const again = await second.ask('POST', `/api/workflows/${id}/start`, {
      json: { restart: true },
    });
    expect(await second.reach(String(again.json.workflow_id), 'finished', 'failed')).toBe(
      'finished',
    );
  });

  it('continues runs that were queued, and fails those that ran, when the last server crashed', async () => {
    const first = await serve();
    const queued = await first.create('queued', serial(['echo done > result']));
    const running = await first.create('running');
    await first.close();
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path.join(first.state, 'reana.sqlite'));
    const set = database.prepare('UPDATE runs SET status = ? WHERE id = ?');
    set.run('queued', queued);
    set.run('running', running);
    database.close();
    await writeFile(path.join(first.state, 'tmp', 'half-an-upload'), 'x');

    const second = await serve({ stateDirectory: first.state });
    expect(await second.reach(queued, 'finished', 'failed')).toBe('finished');
    const { json } = await second.ask('GET', `/api/workflows/${running}/logs`);
    expect(JSON.parse(String(json.logs)).workflow_logs).toContain(
      'ended while this workflow was running',
    );
    expect(await second.reach(running, 'failed')).toBe('failed');
    await expect(stat(path.join(first.state, 'tmp', 'half-an-upload'))).rejects.toThrow('ENOENT');
  });

  it('runs no more jobs at a time than it was told to', async () => {
    let now = 0;
    let most = 0;
    const executor: Executor = {
      name: 'process',
      async execute() {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setTimeout(resolve, 15));
        now -= 1;
        return { status: 'finished', exitCode: 0, reason: 'Completed' };
      },
    };
    const reana = await serve({ jobs: 2, executor });
    const ids = await Promise.all(Array.from({ length: 6 }, () => reana.create('many')));
    await Promise.all(ids.map((id) => reana.finish(id)));
    expect(most).toBe(2);
  });

  it('makes the state folder when it is missing', async () => {
    const reana = await serve({ stateDirectory: path.join(await temporaryFolder(), 'a', 'b') });
    expect((await reana.ask('GET', '/api/ping')).status).toBe(200);
  });
});
