/**
 * Text in the workspace of a run that is believed later. The steps of the run can write there, too, so it is
 * signed with the REANA token, which they lack.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';

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
  const expected = Buffer.from(sign(purpose, text, key));
  const given = Buffer.from(signature);
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  return isOurs ? text : undefined;
}

/** The signature alone, in hexadecimal. */
export function sign(purpose: string, text: string, key: string): string {
  return createHmac('sha256', key).update(`reana-ci ${purpose}\n${text}`).digest('hex');
}

const envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ text: v.string(), signature: v.string() }),
);
