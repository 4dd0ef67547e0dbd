import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Secret } from '../../src/reana/types.ts';
import {
  errorOf,
  everythingOf,
  startScriptedServer,
  testClient,
  type Reply,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const add = 'POST /api/secrets/';
const stored = { status: 201, json: { message: 'Secret(s) successfully added.' } };
const secrets: Secret[] = [
  { name: 'VONAME', type: 'env', value: Buffer.from('atlas-geheim') },
  { name: 'usercert.pem', type: 'file', value: Buffer.from([0, 255, 10, 1, 2, 3, 4, 5]) },
];
const both = {
  json: [
    { name: 'VONAME', type: 'env' },
    { name: 'usercert.pem', type: 'file' },
    { name: 'other', type: 'env' },
  ],
};

describe('storing secrets', () => {
  it('takes one request for all, then reads them back', async () => {
    server.on(add, stored);
    server.on('GET /api/secrets', both);
    await testClient(server.url).client.addSecrets(secrets, { overwrite: true });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      add,
      'GET /api/secrets',
    ]);
    expect(server.requests[0]?.query.overwrite).toBe('true');
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({
      VONAME: { value: Buffer.from('atlas-geheim').toString('base64'), type: 'env' },
      'usercert.pem': { value: 'AP8KAQIDBAU=', type: 'file' },
    });
  });

  it.each([
    ['is not there', [{ name: 'VONAME', type: 'env' }]],
    [
      'has another type',
      [
        { name: 'VONAME', type: 'env' },
        { name: 'usercert.pem', type: 'env' },
      ],
    ],
  ])('fails when one %s afterwards, although the server said 201', async (_case, json) => {
    server.on(add, stored);
    server.on('GET /api/secrets', { json });
    const { client } = testClient(server.url);
    await expect(client.addSecrets(secrets, { overwrite: true })).rejects.toMatchObject({
      code: 'secret-missing',
      exitCode: 5,
      message: expect.stringMatching(/did not store usercert\.pem/),
    });
  });

  it('does not overwrite unless told to', async () => {
    server.on(add, { status: 409, json: { message: 'Secrets VONAME already exist.' } });
    server.on('GET /api/secrets', both);
    const { client } = testClient(server.url);
    await expect(client.addSecrets(secrets)).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('Overwrite'),
    });
    expect(server.asked(add)[0]?.query.overwrite).toBe('false');
  });

  it('recognises by the list that a lost answer was a good one', async () => {
    server.on(add, 'cut');
    server.on('GET /api/secrets', { json: [{ name: 'other', type: 'env' }] }, both);
    await expect(testClient(server.url).client.addSecrets(secrets)).resolves.toBeUndefined();
    expect(server.asked(add)).toHaveLength(1);
  });

  it('does not take an older value of the name for the one whose answer was lost', async () => {
    server.on(add, 'cut');
    server.on('GET /api/secrets', both);
    const { client } = testClient(server.url);
    await expect(client.addSecrets(secrets)).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    ['the answer is lost', 'cut'],
    ['the server fails', { status: 500, json: { message: 'no' } }],
    ['a proxy answers in its place', { body: '<html>Maintenance</html>' }],
    ['the answer has nothing in it', { body: '' }],
  ] as [string, Reply][])('does not go on with older values when %s', async (_case, reply) => {
    server.on(add, reply);
    server.on('GET /api/secrets', both);
    const { client } = testClient(server.url, { retryBudget: 5000 });
    await client.secrets();
    await expect(client.addSecrets(secrets, { overwrite: true })).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('shows no value, not even one that the server repeats', async () => {
    const encoded = Buffer.from('atlas-geheim').toString('base64');
    server.on(add, {
      status: 400,
      json: { message: `bad values: atlas-geheim ${encoded} AP8KAQIDBAU=` },
    });
    const { client, lines } = testClient(server.url);
    const error = await errorOf(client.addSecrets(secrets, { overwrite: true }));
    const seen = everythingOf(error) + lines.join('\n');
    for (const value of ['atlas-geheim', encoded, 'AP8KAQIDBAU='])
      expect(seen).not.toContain(value);
  });

  it.each([
    ['a name with a blank', [{ name: 'my key', type: 'env', value: Buffer.from('x') }]],
    ['more than a MiB', [{ name: 'key', type: 'file', value: Buffer.alloc(2 ** 20 + 1) }]],
  ] as [string, Secret[]][])(
    'refuses %s, which the cluster would drop silently',
    async (_case, wrong) => {
      const { client } = testClient(server.url);
      await expect(client.addSecrets(wrong)).rejects.toMatchObject({ code: 'usage' });
      expect(server.requests).toEqual([]);
    },
  );

  it('asks nothing when there are none', async () => {
    const { client } = testClient(server.url);
    await client.addSecrets([]);
    await client.deleteSecrets([]);
    expect(server.requests).toEqual([]);
  });
});

describe('deleting secrets', () => {
  it('names them in the body', async () => {
    server.on('DELETE /api/secrets/', { json: ['VONAME'] });
    await testClient(server.url).client.deleteSecrets(['VONAME']);
    expect(server.requests[0]?.body.toString()).toBe('["VONAME"]');
  });

  it('says which ones do not exist', async () => {
    server.on('DELETE /api/secrets/', { status: 404, json: ['nobody'] });
    await expect(testClient(server.url).client.deleteSecrets(['nobody'])).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('["nobody"]'),
    });
  });
});
