/** Pieces that the shapes of the server's answers have in common. */
import * as v from 'valibot';

import { ExactNumber, isJsonObject, type JsonObject } from '../base/json.ts';

/** Something the server may leave out or set to null. */
export const text = v.nullish(v.string());

/** A number, however it is spelled (`30`, `30.0`). */
export const amount = v.union([
  v.number(),
  v.pipe(
    v.instance(ExactNumber),
    v.transform((exact) => exact.valueOf()),
  ),
]);

/** Any JSON object, with its numbers spelled as they came. */
export const jsonObject = v.custom<JsonObject>(isJsonObject, 'not an object');

/**
 * The answer to a change of which nothing is needed but that REANA itself says so: a proxy answers 200, too,
 * with a page, with nothing, or with JSON of its own.
 *
 * @param words what REANA's message says of the change
 */
export function saying(words: RegExp) {
  return v.object({ message: v.pipe(v.string(), v.regex(words, "not REANA's words")) });
}
