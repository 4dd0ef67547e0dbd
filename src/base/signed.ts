/**
 * Text that lies where others can write, too, and is believed later: in the workspace of a run, where its steps
 * write, and in notes. It is signed with a key made from the REANA token, which they lack.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

/** The key that belongs to a REANA token; it tells nothing of the token. */
export function signingKey(token: string): string {
  return createHmac('sha256', token).update('reana-ci signing key').digest('hex');
}

/**
 * Makes a file of `text`.
 *
 * @param purpose a word: what was signed for one is not believed for another
 */
export function signed(purpose: string, text: string, key: string): string {
  return `${JSON.stringify({ purpose, text, signature: sign(purpose, text, key) })}\n`;
}

/** The text in what {@link signed} made; `undefined` when it was not signed with this key for this purpose. */
export function readSigned(purpose: string, file: string, key: string): string | undefined {
  const result = v.safeParse(envelope, file);
  if (!result.success) return undefined;
  const { text, signature } = result.output;
  return isSignature(signature, purpose, text, key) ? text : undefined;
}

/** The signature alone, in hexadecimal. */
export function sign(purpose: string, text: string, key: string): string {
  return createHmac('sha256', key).update(`reana-ci ${purpose}\n${text}`).digest('hex');
}

/** Whether {@link sign} gave `signature`. */
export function isSignature(
  signature: string,
  purpose: string,
  text: string,
  key: string,
): boolean {
  const expected = Buffer.from(sign(purpose, text, key));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ text: v.string(), signature: v.string() }),
);
