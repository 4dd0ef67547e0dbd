import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { createApiDescription, loadApiDescription, type Exchange } from './openapi.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { reference, references } from './references.ts';

const description = createApiDescription({
  paths: {
    '/api/things/{id}': {
      get: {
        operationId: 'get_thing',
        parameters: [
          { in: 'query', name: 'size', type: 'integer', required: true },
          { in: 'query', name: 'access_token', type: 'string', required: true },
        ],
        responses: {
          200: {
            schema: {
              type: 'object',
              required: ['name'],
              properties: {
                name: { type: 'string' },
                ended: { type: 'string', 'x-nullable': true },
              },
            },
          },
        },
      },
      put: {
        operationId: 'put_thing',
        consumes: ['application/json'],
        parameters: [
          {
            in: 'body',
            name: 'thing',
            required: true,
            schema: { type: 'object', required: ['name'] },
          },
        ],
        responses: { 200: {} },
      },
    },
    '/api/things/special': { get: { operationId: 'get_special', responses: { 200: {} } } },
    '/api/things/{id}/files/{file_name}': {
      post: {
        operationId: 'post_file',
        consumes: ['multipart/form-data'],
        parameters: [{ in: 'formData', name: 'bundle', type: 'file', required: true }],
        responses: { 200: {} },
      },
    },
  },
});

function exchange(overrides: Partial<Exchange>): Exchange {
  return {
    method: 'GET',
    url: '/api/things/1?size=2&access_token=secret',
    requestHeaders: {},
    requestBody: Buffer.alloc(0),
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    responseBody: Buffer.from('{"name": "a"}'),
    ...overrides,
  };
}

describe('an API description', () => {
  it('prefers the path without placeholder, and lets file names hold slashes', () => {
    expect(description.operationOf('GET', '/api/things/special')).toBe('get_special');
    expect(description.operationOf('GET', '/api/things/1?x=y')).toBe('get_thing');
    expect(description.operationOf('POST', '/api/things/1/files/a/b.txt')).toBe('post_file');
    expect(description.operationOf('GET', '/api/things/1/2')).toBeUndefined();
  });

  it('finds nothing wrong with an exchange as described', () => {
    const good = exchange({});
    expect([...description.requestProblems(good), ...description.responseProblems(good)]).toEqual(
      [],
    );
  });

  it('names unknown, missing and mistyped query parameters, never the token', () => {
    const url = '/api/things/1?colour=red&access_token=secret';
    expect(description.requestProblems(exchange({ url }))).toEqual([
      'GET /api/things/1?colour=red: query parameter "colour" is not documented',
      'GET /api/things/1?colour=red: query parameter "size" is missing',
    ]);
    expect(description.requestProblems(exchange({ url: '/api/things/1?size=big' }))).toEqual([
      'GET /api/things/1?size=big: query parameter "access_token" is missing',
      'GET /api/things/1?size=big: query parameter "size" is "big"',
    ]);
  });

  it('takes a Bearer token for the access token of the query', () => {
    const requestHeaders = { authorization: 'Bearer secret' };
    expect(
      description.requestProblems(exchange({ url: '/api/things/1?size=2', requestHeaders })),
    ).toEqual([]);
  });

  it('holds a request body to its schema and content type', () => {
    const put = { method: 'PUT', url: '/api/things/1' };
    const json = { 'content-type': 'application/json; charset=utf-8' };
    expect(
      description.requestProblems(
        exchange({ ...put, requestHeaders: json, requestBody: Buffer.from('{}') }),
      ),
    ).toEqual(["PUT /api/things/1: body must have required property 'name'"]);
    expect(
      description.requestProblems(
        exchange({
          ...put,
          requestHeaders: { 'content-type': 'text/plain' },
          requestBody: Buffer.from('name'),
        }),
      ),
    ).toEqual(['PUT /api/things/1: content type text/plain']);
    expect(description.requestProblems(exchange(put))).toEqual([
      'PUT /api/things/1: the body is missing',
    ]);
  });

  it('misses a form field that is not in the form', () => {
    const post = {
      method: 'POST',
      url: '/api/things/1/files/a',
      requestHeaders: { 'content-type': 'multipart/form-data; boundary=x' },
    };
    const field = (name: string): Buffer =>
      Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n--x--\r\n`);
    expect(
      description.requestProblems(exchange({ ...post, requestBody: field('bundle') })),
    ).toEqual([]);
    expect(description.requestProblems(exchange({ ...post, requestBody: field('bun') }))).toEqual([
      'POST /api/things/1/files/a: form field "bundle" is missing',
    ]);
  });

  it.each([
    ['an undocumented status', { status: 418 }, 'the status is not documented'],
    [
      'another content type',
      { responseHeaders: { 'content-type': 'text/html' } },
      'content type text/html',
    ],
    [
      'a body of another shape',
      { responseBody: Buffer.from('{"name": 1}') },
      '/name must be string',
    ],
    ['a body that is no JSON', { responseBody: Buffer.from('<html>') }, 'not JSON: <html>'],
  ])('finds %s in a response', (_what, overrides, problem) => {
    expect(description.responseProblems(exchange(overrides))).toEqual([
      `GET /api/things/1?size=2 → ${'status' in overrides ? overrides.status : 200}: ${problem}`,
    ]);
  });

  it('allows null exactly where the description says so', () => {
    const ended = exchange({ responseBody: Buffer.from('{"name": "a", "ended": null}') });
    expect(description.responseProblems(ended)).toEqual([]);
    const nameless = exchange({ responseBody: Buffer.from('{"name": null}') });
    expect(description.responseProblems(nameless)).toHaveLength(1);
  });

  it('says of a request that no operation covers it', () => {
    expect(description.requestProblems(exchange({ url: '/api/nothing' }))).toEqual([
      'GET /api/nothing: no such operation',
    ]);
  });
});

describe.skipIf(references === undefined)('the descriptions of REANA', () => {
  it.each(['reana_server.v0.9.4', 'reana_server.v0.95', 'reana_server.next'])(
    '%s is understood whole',
    async (name) => {
      const reana = await loadApiDescription(reference('reana-openapi', `${name}.json`));
      expect(reana.operationOf('GET', '/api/ping')).toBe('ping');
      expect(reana.operationOf('POST', '/api/workflows/x/workspace?file_name=a')).toBe(
        'upload_file',
      );
      expect(reana.operationOf('GET', '/api/workflows/x/workspace/a/b')).toBe('download_file');
      expect(reana.operationOf('PUT', '/api/workflows/move_files/x')).toBe('move_files');
    },
  );
});

describe('the recording proxy', () => {
  const closing: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  it('passes bodies on as they come and records both', async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"name": "');
      request.on('data', (chunk: Buffer) => response.write(chunk));
      request.on('end', () => response.end('"}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const proxy = await startRecordingProxy(`http://127.0.0.1:${port}`, description);
    closing.push(proxy.close);

    const answer = await fetch(`${proxy.url}/api/things/1`, {
      method: 'PUT',
      body: 'hello',
      headers: { 'content-type': 'text/plain' },
    });
    expect(await answer.text()).toBe('{"name": "hello"}');
    expect(proxy.exchanges).toHaveLength(1);
    expect(proxy.exchanges[0]?.requestBody?.toString()).toBe('hello');
    expect(proxy.exchanges[0]?.responseBody?.toString()).toBe('{"name": "hello"}');
    expect(proxy.operations()).toEqual(['put_thing']);
    expect(proxy.requestProblems()).toEqual(['PUT /api/things/1: content type text/plain']);
    expect(proxy.responseProblems()).toEqual([]);
  });
});
