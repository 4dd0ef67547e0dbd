import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startScriptedServer, testClient, type ScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const workspace = 'GET /api/workflows/run-1/workspace';

function listing(...names: readonly string[]) {
  const items = names.map((name, i) => ({
    name,
    size: { raw: i, human_readable: `${i} Bytes` },
    'last-modified': '2026-01-31T12:00:00',
  }));
  return { json: { items, total: items.length, page: 1, has_next: false } };
}

describe('listing a workspace', () => {
  it('takes one request without paging', async () => {
    server.on(workspace, listing('a', 'b/c'));
    await expect(testClient(server.url).client.listFiles('run-1')).resolves.toEqual([
      { path: 'a', size: 0, modified: '2026-01-31T12:00:00' },
      { path: 'b/c', size: 1, modified: '2026-01-31T12:00:00' },
    ]);
    expect(Object.keys(server.requests[0]?.query ?? {})).toEqual(['access_token']);
  });

  it.each([
    ['plots', ['plots/a.png', 'plots/.hidden.png', 'plots/deep/b.png']],
    ['plots/', ['plots/a.png', 'plots/.hidden.png', 'plots/deep/b.png']],
    ['plots/a.png', ['plots/a.png']],
    ['plots/*.png', ['plots/a.png', 'plots/.hidden.png']],
    ['**/*.png', ['plots/a.png', 'plots/.hidden.png', 'plots/deep/b.png']],
    ['*.txt', ['notes.txt']],
    ['!notes.txt', []],
    ['{a,b}.txt', ['{a,b}.txt']],
    ['../secret', []],
  ])('selects by %s like the server, but files only', async (pattern, expected) => {
    server.on(
      workspace,
      listing('notes.txt', 'plots/a.png', 'plots/.hidden.png', 'plots/deep/b.png', '{a,b}.txt'),
    );
    const files = await testClient(server.url).client.listFiles('run-1', pattern);
    const names = files.map(({ path }) => path);
    expect(names).toEqual(pattern === '*.txt' ? [...expected, '{a,b}.txt'] : expected);
  });

  it('leaves out names that would lead out of a folder, and says so', async () => {
    server.on(workspace, listing('../../etc/passwd', '/etc/passwd', 'a\nb', 'good'));
    const { client, lines } = testClient(server.url);
    const files = await client.listFiles('run-1');
    expect(files.map(({ path }) => path)).toEqual(['good']);
    expect(lines).toHaveLength(3);
  });

  it('tells a few of a hundred thousand of them, and how many there are', async () => {
    const names = Array.from({ length: 100_000 }, (_one, index) => `../${index}${'x'.repeat(100)}`);
    server.on(workspace, listing(...names));
    const { client, lines } = testClient(server.url);
    expect(await client.listFiles('run-1')).toEqual([]);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toContain('99995 more files');
    expect(lines.join('').length).toBeLessThan(2000);
  });

  it('asks for the matching files only when the server has too many to list', async () => {
    const tooMany = {
      status: 400,
      json: {
        message: 'Too many files to display (limit=100000). Please use more specific filters',
      },
    };
    server.on(workspace, (request) =>
      request.query.file_name === undefined ? tooMany : listing('plots', 'plots/a.png'),
    );
    const { client } = testClient(server.url);
    const files = await client.listFiles('run-1', 'plots/*.png');
    expect(files.map(({ path }) => path)).toEqual(['plots/a.png']);
    await expect(client.listFiles('run-1')).rejects.toMatchObject({
      code: 'bad-request',
      hint: expect.stringContaining('Name the folder'),
    });
  });
});

describe('changing a workspace', () => {
  it('tells what was deleted', async () => {
    server.on('DELETE /api/workflows/run-1/workspace/plots/*.png', {
      json: { deleted: { 'plots/a.png': { size: 1 } }, failed: {} },
    });
    const { client } = testClient(server.url);
    await expect(client.deleteFiles('run-1', 'plots/*.png')).resolves.toEqual(['plots/a.png']);
  });

  it('fails when a file could not be deleted, although the server said 200', async () => {
    server.on('DELETE /api/workflows/run-1/workspace/a', {
      json: { deleted: {}, failed: { a: { error: 'busy' } } },
    });
    await expect(testClient(server.url).client.deleteFiles('run-1', 'a')).rejects.toThrow(
      'a: busy',
    );
  });

  it('moves files', async () => {
    server.on('PUT /api/workflows/move_files/run-1', { json: { message: 'moved' } });
    await testClient(server.url).client.moveFiles('run-1', 'a', 'b');
    expect(server.requests[0]?.query).toMatchObject({ source: 'a', target: 'b' });
  });

  it('waits for a workspace that is being changed by another request', async () => {
    const busy = { status: 409, json: { message: 'The workspace is currently being mutated.' } };
    server.on('POST /api/workflows/run-1/workspace', busy, {
      json: { message: 'a has been successfully uploaded.' },
    });
    const { client } = testClient(server.url);
    await client.uploadFiles('run-1', [{ path: 'a', content: Buffer.from('x') }]);
    expect(server.requests).toHaveLength(2);
  });

  it('tells what takes how much of the disk, asking in the body of a GET', async () => {
    server.on('GET /api/workflows/run-1/disk_usage', {
      json: { disk_usage_info: [{ name: '/plots', size: { raw: 4096, human_readable: '4 KiB' } }] },
    });
    const { client } = testClient(server.url);
    await expect(client.diskUsage('run-1')).resolves.toEqual([{ path: 'plots', size: 4096 }]);
    expect(server.requests[0]?.body.toString()).toBe('{"summarize":false}');
  });
});
