/** The passphrase of a Grid key, given plain or in base64: REANA wants base64, people paste either. */
import { openPrivateKey } from './certificate.ts';

/**
 * The passphrase as it was chosen. With the key at hand the key tells which spelling is meant; without it,
 * text that is proper base64 of readable text counts as encoded.
 *
 * @param key PEM private key
 * @returns `undefined` when `given` opens `key` in neither spelling
 */
export function plainPassphrase(given: string, key: Uint8Array | undefined): string | undefined {
  const decoded = decodeBase64(given);
  const likely = decoded ?? given;
  if (key === undefined) return likely;
  const spellings = decoded === undefined ? [given] : [given, decoded];
  const opened = spellings.map((spelling) => openPrivateKey(key, spelling).state);
  // An unencrypted key opens with anything, and an unreadable one tells nothing.
  if (opened.every((state) => state === 'open')) return likely;
  const right = spellings[opened.indexOf('open')];
  return right === undefined && opened.includes('unreadable') ? likely : right;
}

/** The value of the secret `VOMSPROXY_PASS`: jobs decode it once themselves. */
export function encodePassphrase(plain: string): Uint8Array {
  return Buffer.from(Buffer.from(plain).toString('base64'));
}

/** `undefined` when `text` is not the base64 of readable text. */
function decodeBase64(text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (text === '' || bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    return undefined;
  }
  const decoded = bytes.toString('utf8');
  return /^[\p{L}\p{N}\p{P}\p{S} ]+\n?$/u.test(decoded) && !decoded.includes('\ufffd')
    ? decoded.replace(/\n$/, '')
    : undefined;
}
