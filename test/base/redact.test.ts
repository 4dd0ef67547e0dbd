import { expect, it } from 'vitest';
import { createRedact } from '../../src/base/redact.ts';

it('hides a secret as it is, URL-encoded and in base64', () => {
  const redact = createRedact(['pa ss+word']);
  const text = `plain pa ss+word, url pa%20ss%2Bword, base64 ${Buffer.from('pa ss+word').toString('base64')}`;
  expect(redact(text)).toBe('plain [hidden], url [hidden], base64 [hidden]');
});

it('hides every access token of a URL, known or not', () => {
  expect(createRedact([])('GET /api/you?access_token=abc&x=1')).toBe(
    'GET /api/you?access_token=[hidden]&x=1',
  );
});

it('leaves words alone that happen to be short secrets', () => {
  expect(createRedact(['atlas'])('the atlas experiment')).toBe('the atlas experiment');
});

const key = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEF
AASCBKcwggSjAgEAAoIBAQC7VJTU
-----END PRIVATE KEY-----
`;

it('hides each line of a key, but not the lines around it', () => {
  const shown = createRedact([key])(
    `-----BEGIN PRIVATE KEY-----\nx AASCBKcwggSjAgEAAoIBAQC7VJTU y`,
  );
  expect(shown).toBe('-----BEGIN PRIVATE KEY-----\nx [hidden] y');
});

it('hides short secrets that stand alone', () => {
  expect(createRedact(['p4s', '1234'])('pin 1234, p4s; 12345 p4ss')).toBe(
    'pin [hidden], [hidden]; 12345 p4ss',
  );
});

it.each(['', 'a', 'ab', 'abc', 'user:'])('hides a secret in base64 and hex after %j', (before) => {
  const secret = 'canary-5f1c9a-token';
  const redact = createRedact([secret]);
  for (const encoding of ['base64', 'base64url', 'hex'] as const) {
    const shown = redact(Buffer.from(`${before}${secret}, and more`).toString(encoding));
    const rest = shown.replaceAll('[hidden]', ' ').trim().split(' ');
    const decoded = rest.map((part) => Buffer.from(part, encoding).toString('latin1')).join('');
    expect(shown).toContain('[hidden]');
    expect(decoded).not.toContain('ary-5f1c9a-tok');
  }
});
