/**
 * A service that gives a Grid proxy or a token of EOS to jobs that show an ID token of GitLab: it checks signature,
 * issuer, audience and time, as the services of CMS do. GitLab's side, which signs the tokens, is here, too.
 */
import { createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const issuer = 'https://gitlab.example.org';
const fixtures = path.join(import.meta.dirname, '../reana/fixtures');
export const proxyPem = ['server.pem', 'server.key']
  .map((name) => readFileSync(path.join(fixtures, name), 'utf8'))
  .join('');
export const eosTokenText = 'zteos64:MDAwMDAwNzR4nONS4WIuKq8WgFBFqYlpRakpTgBXNwdR';

export interface ProxyService {
  /** `http://127.0.0.1:…`; `/api` gives a proxy, `/eos` a token. */
  readonly url: string;
  /** Answers that were given, by their status. */
  readonly answered: number[];
  /** A token as GitLab gives it to a job. */
  idToken(claims?: Readonly<Record<string, unknown>>): string;
  /** A token that somebody else has signed. */
  forgedToken(): string;
}

export async function startProxyService({ scheme = '' } = {}): Promise<ProxyService> {
  const gitlab = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const answered: number[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://service');
    const refusal = refuse(request.headers.authorization ?? '');
    const status = refusal === undefined ? 200 : 401;
    answered.push(status);
    const given = pathname === '/eos' ? eosTokenText : Buffer.from(proxyPem).toString('base64');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(refusal ?? given));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const audience = 'grid-proxy.example.org';

  function refuse(authorization: string): string | undefined {
    if (!authorization.startsWith(scheme)) return 'no token';
    const [header = '', payload = '', signature = ''] = authorization
      .slice(scheme.length)
      .split('.');
    const { alg } = decode(header);
    const isSigned =
      alg === 'RS256' &&
      createVerify('RSA-SHA256')
        .update(`${header}.${payload}`)
        .verify(gitlab.publicKey, signature, 'base64url');
    if (!isSigned) return 'signature is wrong';
    const { iss, aud, exp } = decode(payload);
    if (iss !== issuer) return 'issuer is wrong';
    if (aud !== audience) return 'audience is wrong';
    return Number(exp) > Date.now() / 1000 ? undefined : 'token has expired';
  }

  const sign = (claims: Readonly<Record<string, unknown>>, key = gitlab.privateKey) => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    const all = { iss: issuer, aud: audience, sub: 'project_path:higgs/zz', exp, ...claims };
    const text = [{ alg: 'RS256', typ: 'JWT' }, all].map(encode).join('.');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  };

  return {
    url: `http://127.0.0.1:${port}`,
    answered,
    idToken: (claims = {}) => sign(claims),
    forgedToken: () => sign({}, stranger.privateKey),
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
