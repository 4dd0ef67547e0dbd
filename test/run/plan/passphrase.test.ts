import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodePassphrase, plainPassphrase } from '../../../src/run/plan/passphrase.ts';

function makeKey(passphrase?: string): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
  });
  return Buffer.from(pem);
}

const encode = (text: string) => Buffer.from(text).toString('base64');

describe('plainPassphrase', () => {
  it('takes a plain passphrase that opens the key', () => {
    expect(plainPassphrase('open sesame', makeKey('open sesame'))).toBe('open sesame');
  });

  it('takes one in base64 that opens the key', () => {
    expect(plainPassphrase(encode('open sesame'), makeKey('open sesame'))).toBe('open sesame');
  });

  it('believes the key when a plain passphrase looks like base64', () => {
    const looksEncoded = encode('open sesame');
    expect(plainPassphrase(looksEncoded, makeKey(looksEncoded))).toBe(looksEncoded);
  });

  it('says when neither spelling opens the key', () => {
    // By chance, one wrong passphrase in 256 gives something that is padded as a key would be.
    const keys = Array.from({ length: 4 }, () => makeKey('open sesame'));
    expect(keys.map((key) => plainPassphrase('wrong', key))).toContain(undefined);
    expect(keys.map((key) => plainPassphrase(encode('wrong'), key))).toContain(undefined);
  });

  it.each([
    ['without a key', undefined],
    ['with a key that needs none', makeKey()],
    ['with something that is no key', Buffer.from('no key')],
  ])('judges by the looks %s', (_what, key) => {
    expect(plainPassphrase(encode('open sesame'), key)).toBe('open sesame');
    expect(plainPassphrase('open sesame', key)).toBe('open sesame');
    expect(plainPassphrase('hunter22', key)).toBe('hunter22');
  });

  it('drops the line break that `echo … | base64` encodes', () => {
    expect(plainPassphrase(encode('open sesame\n'), undefined)).toBe('open sesame');
  });
});

describe('encodePassphrase', () => {
  it('encodes once, as the API encodes every value once more', () => {
    expect(Buffer.from(encodePassphrase('open sesame')).toString()).toBe('b3BlbiBzZXNhbWU=');
  });
});
