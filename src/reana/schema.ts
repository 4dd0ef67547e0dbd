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

/** An answer of which nothing is needed but that it is REANA's. */
export const anything = v.unknown();
