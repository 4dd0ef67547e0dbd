import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { namesIn, serve, type TestReana } from './serve.ts';

interface Fixture {
  readonly reana: TestReana;
  readonly id: string;
  /** Absolute. */
  readonly workspace: string;
}

async function workspaceWith(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof serve>[0] = {},
): Promise<Fixture> {
  const reana = await serve(options);
  const id = await reana.create('fit');
  const workspace = path.join(reana.state, 'workspaces', id);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), content);
  }
  return { reana, id, workspace };
}

describe('an upload', () => {
  it('makes the folders on the way, replaces what is there, and gives the file its permissions', async () => {
    const { reana, id, workspace } = await workspaceWith({ 'a/b.sh': 'old' });
    expect((await reana.upload(id, '/a/b.sh', 'new')).status).toBe(200);
    await reana.upload(id, 'x/y/z ä#?%.txt', 'deep');
    expect(await readFile(path.join(workspace, 'a/b.sh'), 'utf8')).toBe('new');
    expect(await readFile(path.join(workspace, 'x/y/z ä#?%.txt'), 'utf8')).toBe('deep');
    expect((await stat(path.join(workspace, 'a/b.sh'))).mode & 0o777).toBe(0o775);
  });

  it.each([
    ['../evil', 400, "'..' is not a valid path component"],
    ['a/../../evil', 400, "'..' is not a valid path component"],
    ['link/file', 400, "Opening symlink 'link' is not allowed"],
    ['file-link', 400, "Opening symlink 'file-link' is not allowed"],
    ['folder', 500, "[Errno 21] Is a directory: 'folder'"],
    ['plain/file', 500, "[Errno 20] Not a directory: 'file'"],
    ['n'.repeat(300), 500, `[Errno 36] File name too long: '${'n'.repeat(300)}'`],
  ])('refuses the name %s', async (name, status, message) => {
    const { reana, id, workspace } = await workspaceWith({ 'folder/x': '', plain: '' });
    await symlink('/tmp', path.join(workspace, 'link'));
    await symlink('/etc/passwd', path.join(workspace, 'file-link'));
    const answer = await reana.upload(id, name, 'x');
    expect([answer.status, answer.json]).toEqual([status, { message }]);
  });

  it.each(['./x', 'x/', '//x'])('overlooks the dots and slashes of %s', async (name) => {
    const { reana, id, workspace } = await workspaceWith({});
    expect((await reana.upload(id, name, 'x')).json.message).toBe(
      `${name} has been successfully uploaded.`,
    );
    expect(await readdir(workspace)).toEqual(['x']);
  });

  it('must say that it is a stream of bytes', async () => {
    const { reana, id } = await workspaceWith({});
    const target = `/api/workflows/${id}/workspace?file_name=a`;
    const text = await reana.ask('POST', target, {
      body: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(text.status).toBe(400);
    expect((await reana.ask('POST', target, { body: 'x' })).status).toBe(500);
    const headers = { 'content-type': 'application/octet-stream' };
    const nameless = await reana.ask('POST', `/api/workflows/${id}/workspace`, {
      body: 'x',
      headers,
    });
    expect(nameless.status).toBe(400);
  });

  it('without Content-Length is stored empty, as by the released servers', async () => {
    const { reana, id, workspace } = await workspaceWith({});
    const answer = await reana.ask('POST', `/api/workflows/${id}/workspace?file_name=a`, {
      body: Readable.from([Buffer.from('lost')]),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(answer.status).toBe(200);
    expect((await stat(path.join(workspace, 'a'))).size).toBe(0);
  });

  it('of an empty file works', async () => {
    const { reana, id, workspace } = await workspaceWith({});
    expect((await reana.upload(id, 'empty', '')).status).toBe(200);
    expect((await stat(path.join(workspace, 'empty'))).size).toBe(0);
  });

  it('that breaks off leaves the file as it was, and nothing behind', async () => {
    const { reana, id, workspace } = await workspaceWith({ a: 'old' });
    const socket = connect(Number(new URL(reana.url).port), '127.0.0.1');
    socket.write(
      `POST /api/workflows/${id}/workspace?file_name=a&access_token=${reana.token} HTTP/1.1\r\n` +
        'Host: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf',
    );
    const temporary = path.join(reana.state, 'tmp');
    while ((await readdir(temporary)).length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    while ((await readdir(temporary)).length > 0)
      await new Promise((resolve) => setImmediate(resolve));
    expect(await readFile(path.join(workspace, 'a'), 'utf8')).toBe('old');
  });

  it('and a download of a large file do not hold it in memory', async () => {
    const { reana, id } = await workspaceWith({});
    const size = 160 * 1024 * 1024;
    const block = randomBytes(1024 * 1024);
    function* blocks(): Generator<Buffer> {
      for (let sent = 0; sent < size; sent += block.length) yield block;
    }
    let peak = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
    const url = `${reana.url}/api/workflows/${id}/workspace`;
    const upload = await request(`${url}?file_name=big&access_token=${reana.token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
      body: Readable.from(blocks()),
    });
    expect(upload.statusCode).toBe(200);
    const download = await request(`${url}/big?access_token=${reana.token}`);
    let received = 0;
    for await (const chunk of download.body) received += (chunk as Buffer).length;
    clearInterval(watch);
    expect(received).toBe(size);
    expect(peak - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('the list of files', () => {
  const files = { 'a.txt': '1', 'out/b.txt': '22', 'out/deep/c.root': '333', '.hidden': '' };

  async function names(fixture: Fixture, query: string): Promise<string[]> {
    const { json } = await fixture.reana.ask(
      'GET',
      `/api/workflows/${fixture.id}/workspace?${query}`,
    );
    return namesIn(json);
  }

  it('has all files with size and time', async () => {
    const fixture = await workspaceWith(files);
    expect(await names(fixture, '')).toEqual(['.hidden', 'a.txt', 'out/b.txt', 'out/deep/c.root']);
    const { json } = await fixture.reana.ask('GET', `/api/workflows/${fixture.id}/workspace`);
    expect(json).toMatchObject({ total: 4, page: 1, has_next: false, has_prev: false });
    expect(json.items[3]).toEqual({
      name: 'out/deep/c.root',
      size: { raw: 3, human_readable: '3 Bytes' },
      'last-modified': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    });
  });

  it.each([
    ['out', ['out/b.txt', 'out/deep', 'out/deep/c.root']],
    ['out/', ['out/b.txt', 'out/deep', 'out/deep/c.root']],
    ['a.txt', ['a.txt']],
    ['*', ['.hidden', 'a.txt', 'out']],
    ['*.txt', ['a.txt']],
    ['**/*.txt', ['a.txt', 'out/b.txt']],
    ['out/*', ['out/b.txt', 'out/deep']],
    ['**/c.*', ['out/deep/c.root']],
    ['[ab].txt', ['a.txt']],
    ['{a,b}.txt', []],
    ['b[[]1].txt', []],
    ['.', []],
    ['nothing', []],
  ])('matches %s', async (pattern, expected) => {
    expect(
      await names(await workspaceWith(files), `file_name=${encodeURIComponent(pattern)}`),
    ).toEqual(expected);
  });

  it('refuses a pattern that climbs out', async () => {
    const { reana, id } = await workspaceWith(files);
    const answer = await reana.ask('GET', `/api/workflows/${id}/workspace?file_name=../*`);
    expect([answer.status, answer.json.message]).toEqual([
      400,
      "'..' is not a valid path component",
    ]);
  });

  it('filters by parts of name, size and time', async () => {
    const fixture = await workspaceWith(files);
    expect(await names(fixture, 'search={"name":["TXT"]}')).toEqual(['a.txt', 'out/b.txt']);
    expect(await names(fixture, 'search={"name":["txt"],"size":["2"]}')).toEqual(['out/b.txt']);
    expect(await names(fixture, 'search={"last-modified":["1999-"]}')).toEqual([]);
    const bad = await fixture.reana.ask('GET', `/api/workflows/${fixture.id}/workspace?search={`);
    expect(bad.status).toBe(404);
  });

  it('pages when asked to', async () => {
    const fixture = await workspaceWith(files);
    expect(await names(fixture, 'page=2&size=3')).toEqual(['out/deep/c.root']);
  });

  it('shows symbolic links and does not follow them', async () => {
    const fixture = await workspaceWith({});
    await symlink('/etc', path.join(fixture.workspace, 'link'));
    expect(await names(fixture, '')).toEqual(['link']);
    expect(await names(fixture, 'file_name=link/*')).toEqual([]);
  });
});

describe('a download', () => {
  it('of a file has its path as name and no Content-Length', async () => {
    const { reana, id } = await workspaceWith({
      'out/a b.txt': 'x',
      'plain.txt': 'y',
      'ä.txt': 'z',
    });
    const disposition = async (name: string): Promise<unknown> => {
      const answer = await reana.ask('GET', `/api/workflows/${id}/workspace/${encodeURI(name)}`);
      expect(answer.headers).not.toHaveProperty('content-length');
      expect(answer.headers['content-type']).toBe('application/octet-stream');
      return answer.headers['content-disposition'];
    };
    expect(await disposition('plain.txt')).toBe('attachment; filename=plain.txt');
    expect(await disposition('out/a b.txt')).toBe('attachment; filename="out/a b.txt"');
    expect(await disposition('ä.txt')).toBe(
      'attachment; filename="a.txt"; filename*=UTF-8\'\'%C3%A4.txt',
    );
  });

  it('of a folder, or of more than one match, is a ZIP archive', async () => {
    const files = { 'out/a.txt': 'x'.repeat(5000), 'out/deep/b.txt': 'y', 'c.txt': 'z' };
    const { reana, id } = await workspaceWith(files);
    const members = async (name: string): Promise<Record<string, string>> => {
      const url = `${reana.url}/api/workflows/${id}/workspace/${name}?access_token=${reana.token}`;
      const answer = await fetch(url);
      expect(answer.headers.get('content-type')).toBe('application/zip');
      expect(answer.headers.get('content-length')).toBeNull();
      expect(answer.headers.get('content-disposition')).toMatch(
        /^attachment; filename=download_fit\.1_[\w*.]+_\d{4}-\d\d-\d\d-\d{6}\.zip$/,
      );
      const zip = await fromBufferPromise(Buffer.from(await answer.arrayBuffer()), {
        lazyEntries: true,
      });
      const found: Record<string, string> = {};
      for await (const entry of zip.eachEntry()) {
        const content = await zip.openReadStreamPromise(entry);
        found[entry.fileName] = (await content.toArray()).join('');
      }
      return found;
    };
    const { 'c.txt': _, ...inOut } = files;
    expect(await members('out')).toEqual(inOut);
    expect(await members('out/')).toEqual(inOut);
    expect(await members('**/*.txt')).toEqual(files);
  });

  it('of a glob that matches one file gives the file', async () => {
    const { reana, id } = await workspaceWith({ 'out/a.txt': 'x' });
    const answer = await reana.ask('GET', `/api/workflows/${id}/workspace/out/*.txt`);
    expect([answer.text, answer.headers['content-type']]).toEqual([
      'x',
      'application/octet-stream',
    ]);
  });

  it.each(['none', 'empty', '*.root'])('of %s is answered with 404', async (name) => {
    const { reana, id, workspace } = await workspaceWith({});
    await mkdir(path.join(workspace, 'empty'));
    const url = `/api/workflows/${id}/workspace/${encodeURIComponent(name)}`;
    const answer = await reana.ask('GET', url);
    expect([answer.status, answer.json]).toEqual([
      404,
      { message: `${decodeURIComponent(name)} does not exist.` },
    ]);
  });

  it.each(['../../token', '..', '%2e%2e/token'])(
    'of %s does not leave the workspace',
    async (name) => {
      const { reana, id } = await workspaceWith({});
      const url = `/api/workflows/${id}/workspace/${encodeURIComponent(name)}`;
      const answer = await reana.ask('GET', url);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain(reana.token);
    },
  );

  it('reads every name as a glob', async () => {
    const names = ['m[GeV].pdf', 'm[[]GeV].pdf', 'ab', 'a[b]', 'b*', 'b[*]', 'b\\[*]'];
    const { reana, id } = await workspaceWith({
      ...{ 'm[GeV].pdf': '1', mG: '2', ab: '3', 'a[b]': '4', 'b*': '5', 'b[': '6' },
    });
    const content = async (name: string): Promise<string> => {
      const url = `/api/workflows/${id}/workspace/${encodeURIComponent(name)}`;
      const answer = await reana.ask('GET', url);
      return answer.status === 200 && answer.headers['content-type'] !== 'application/zip'
        ? answer.text
        : String(answer.headers['content-type']?.includes('zip') === true ? 'zip' : answer.status);
    };
    expect(await Promise.all(names.map(content))).toEqual([
      ...['404', '1', '3', '3', 'zip', '5', '404'],
    ]);
  });

  it('of a folder with a pipe in it fails, while the pipe is listed', async () => {
    const { reana, id, workspace } = await workspaceWith({ 'out/a': '' });
    execFileSync('mkfifo', [path.join(workspace, 'out/pipe')]);
    const listing = await reana.ask('GET', `/api/workflows/${id}/workspace`);
    expect(namesIn(listing.json)).toEqual(['out/a', 'out/pipe']);
    expect((await reana.ask('GET', `/api/workflows/${id}/workspace/out`)).status).toBe(500);
  });

  it('refuses symbolic links', async () => {
    const { reana, id, workspace } = await workspaceWith({ 'out/a': '' });
    await symlink('/etc/passwd', path.join(workspace, 'out/link'));
    for (const name of ['out', 'out/link']) {
      const answer = await reana.ask('GET', `/api/workflows/${id}/workspace/${name}`);
      expect([answer.status, answer.json.message]).toEqual([
        400,
        "Opening symlink 'link' is not allowed",
      ]);
    }
    await symlink('/etc', path.join(workspace, 'folder'));
    const through = await reana.ask('GET', `/api/workflows/${id}/workspace/folder/passwd`);
    expect(through.status).toBe(404);
  });

  it('loses what follows # or ? in a name, and decodes % twice, like the real server', async () => {
    const { reana, id } = await workspaceWith({ 'a#b': 'x', 'c%41': 'y', cA: 'z' });
    const status = async (name: string): Promise<unknown> => {
      const url = `/api/workflows/${id}/workspace/${encodeURIComponent(name)}`;
      const answer = await reana.ask('GET', url);
      return answer.status === 200 ? answer.text : answer.status;
    };
    expect([await status('a#b'), await status('c%41')]).toEqual([404, 'z']);
  });

  it('may be shown instead of saved', async () => {
    const { reana, id } = await workspaceWith({ 'a.png': 'x', 'a.root': 'x' });
    const type = async (name: string): Promise<unknown> =>
      (await reana.ask('GET', `/api/workflows/${id}/workspace/${name}?preview=true`)).headers[
        'content-type'
      ];
    expect([await type('a.png'), await type('a.root')]).toEqual([
      'image/png',
      'application/octet-stream',
    ]);
  });
});

describe('removing files', () => {
  it('tells what went and how large it was', async () => {
    const { reana, id, workspace } = await workspaceWith({
      'a.txt': '12',
      'b.txt': '3',
      'out/c': '',
    });
    const remove = async (name: string): Promise<unknown> =>
      (await reana.ask('DELETE', `/api/workflows/${id}/workspace/${name}`)).json;
    expect(await remove('*.txt')).toEqual({
      deleted: { 'a.txt': { size: 2 }, 'b.txt': { size: 1 } },
      failed: {},
    });
    expect(await remove('out')).toEqual({
      deleted: { 'out/c': { size: 0 } },
      failed: {},
    });
    expect(await remove('none')).toEqual({ deleted: {}, failed: {} });
    expect(await readdir(workspace)).toEqual(['out']);
  });

  it('removes nothing outside of the workspace', async () => {
    const { reana, id } = await workspaceWith({ a: '' });
    for (const name of ['../../tmp', 'a/../../../tmp', '..', '../../token']) {
      const url = `/api/workflows/${id}/workspace/${encodeURIComponent(name)}`;
      const answer = await reana.ask('DELETE', url.replaceAll('.', '%2e'));
      expect(answer.json.deleted ?? {}).toEqual({});
    }
    expect(await readdir(reana.state)).toEqual(expect.arrayContaining(['tmp', 'token']));
  });

  it('removes a symbolic link, never what it points to', async () => {
    const { reana, id, workspace } = await workspaceWith({ kept: 'x' });
    const outside = path.join(reana.state, 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'file'), '');
    await symlink(outside, path.join(workspace, 'link'));
    await reana.ask('DELETE', `/api/workflows/${id}/workspace/link/file`);
    await reana.ask('DELETE', `/api/workflows/${id}/workspace/link`);
    expect(await readdir(outside)).toEqual(['file']);
    expect(await readdir(workspace)).toEqual(['kept']);
  });
});

describe('moving files', () => {
  async function move({ reana, id }: Fixture, source: string, target: string): Promise<number> {
    const query = new URLSearchParams({ source, target }).toString();
    return (await reana.ask('PUT', `/api/workflows/move_files/${id}?${query}`)).status;
  }

  it('renames a file, or moves matches into a folder', async () => {
    const fixture = await workspaceWith({ 'a.txt': '1', 'b.txt': '2', 'out/c': '3' });
    expect(await move(fixture, 'a.txt', 'new/name.txt')).toBe(200);
    expect(await move(fixture, '*.txt', 'out')).toBe(200);
    expect(await readFile(path.join(fixture.workspace, 'new/name.txt'), 'utf8')).toBe('1');
    expect((await readdir(path.join(fixture.workspace, 'out'))).sort()).toEqual(['b.txt', 'c']);
  });

  it('refuses what leaves the workspace or is not there', async () => {
    const fixture = await workspaceWith({ a: '' });
    expect(await move(fixture, 'a', '../evil')).toBe(409);
    expect(await move(fixture, '../../token', 'a')).toBe(409);
    expect(await move(fixture, 'none', 'b')).toBe(409);
  });
});
