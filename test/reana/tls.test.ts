import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  errorOf,
  startScriptedServer,
  testClient,
  type ScriptedServer,
} from './scripted-server.ts';

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer({ key: fixture('server.key'), cert: fixture('server.pem') });
  server.on('GET /api/ping', { json: { message: 'OK' } });
});
afterEach(() => server.close());

describe('the certificate of the server', () => {
  it('must be of a known authority', async () => {
    const { client, pauses } = testClient(server.url);
    const error = await errorOf(client.ping());
    expect(error).toMatchObject({
      code: 'tls',
      hint: expect.stringContaining('REANA_SERVER_CA_CERTS'),
    });
    expect(server.requests).toEqual([]);
    expect(pauses).toEqual([]);
  });

  it('may be of an authority that is named, among text and other certificates', async () => {
    const caCertificates = `The authority of our site\n${fixture('ca.pem').toString()}\n# end\n`;
    const { client } = testClient(server.url, { caCertificates });
    await expect(client.ping()).resolves.toEqual({ bundles: false });
    await client.close();
  });

  it('must be of the host that is asked', async () => {
    const other = await startScriptedServer({
      key: fixture('other-host.key'),
      cert: fixture('other-host.pem'),
    });
    const { client } = testClient(other.url, { caCertificates: fixture('ca.pem').toString() });
    const error = await errorOf(client.ping());
    expect(error).toMatchObject({ code: 'tls' });
    expect(error.message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    await other.close();
  });

  it.each([
    ['no certificate', 'hello'],
    ['a broken one', '-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----'],
  ])('cannot be checked with %s', (_case, caCertificates) => {
    expect(() => testClient(server.url, { caCertificates })).toThrow(
      expect.objectContaining({ code: 'usage' }) as Error,
    );
  });

  it('is not expected from a server that speaks no TLS', async () => {
    const plain = await startScriptedServer();
    const { client } = testClient(plain.url.replace('http:', 'https:'), { retryBudget: 0 });
    await expect(client.ping()).rejects.toMatchObject({
      code: 'tls',
      hint: expect.stringContaining('http://'),
    });
    await plain.close();
  });
});
