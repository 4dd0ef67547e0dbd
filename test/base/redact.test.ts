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
