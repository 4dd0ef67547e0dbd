import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';

import {
  errorOf,
  startScriptedServer,
  testClient,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
let proxy: Server;
let tunnels: string[];
beforeEach(async () => {
  server = await startScriptedServer({ key: fixture('server.key'), cert: fixture('server.pem') });
  server.on('GET /api/ping', { json: { message: 'OK' } });
  server.on('GET /api/you', { json: { email: 'jane@example.org' } });
  tunnels = [];
  proxy = createServer().on('connect', (request, client: Socket, head: Buffer) => {
    tunnels.push(request.url ?? '');
    const { port } = new URL(server.url);
    const onward = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    for (const socket of [client, onward]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await server.close();
});

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

function proxyAddress(): string {
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

it('reaches the server through a tunnel of the proxy, which sees neither request nor token', async () => {
  const { client } = testClient(server.url, {
    caCertificates: fixture('ca.pem').toString(),
    proxy: proxyAddress(),
  });
  await expect(client.user()).resolves.toMatchObject({ email: 'jane@example.org' });
  expect(new Set(tunnels)).toEqual(new Set([new URL(server.url).host]));
  await client.close();
});

it('verifies the certificate of the server behind the proxy', async () => {
  const { client } = testClient(server.url, { proxy: proxyAddress() });
  expect(await errorOf(client.ping())).toMatchObject({ code: 'tls' });
  expect(server.requests).toEqual([]);
});
