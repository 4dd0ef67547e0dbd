/**
 * JSON values as types, read and written without losing how a number was spelled.
 *
 * Workflow parameters end up as text in commands, where Python writes `30.0` and `30` differently; a
 * JavaScript number cannot tell them apart.
 */

export type Json = JsonPrimitive | readonly Json[] | JsonObject;
export type JsonPrimitive = string | number | boolean | null | ExactNumber;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A number that a JavaScript number would spell in another way: a float with an integral value (`30.0`,
 * `1e20`), or an integer beyond 2^53.
 */
export class ExactNumber {
  /** As JSON spells it. */
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  get isFloat(): boolean {
    return /[.eE]/.test(this.source);
  }

  valueOf(): number {
    return Number(this.source);
  }

  toString(): string {
    return this.source;
  }

  /** Makes `JSON.stringify` write the number as it was spelled. */
  toJSON(): unknown {
    return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(this.source);
  }
}

/**
 * The value of a number spelled `source`: a plain number wherever that keeps its spelling's meaning.
 *
 * @param source a number as JSON allows it
 */
export function numberFromSource(source: string): number | ExactNumber {
  const value = Number(source);
  const ambiguousFloat = /[.eE]/.test(source) && Number.isInteger(value);
  const largeInteger = !/[.eE]/.test(source) && !Number.isSafeInteger(value);
  return ambiguousFloat || largeInteger || !Number.isFinite(value)
    ? new ExactNumber(source)
    : value;
}

/**
 * Parses JSON, keeping the spelling of numbers. `JSON.stringify` writes the result back unchanged.
 *
 * @throws SyntaxError when `text` is not JSON
 */
export function parseJson(text: string): Json {
  type Reviver = (
    this: unknown,
    key: string,
    value: unknown,
    context: { source?: string },
  ) => unknown;
  const reviver: Reviver = (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined
      ? numberFromSource(context.source)
      : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as Json;
}

/** Whether `value` is a JSON object: not an array, not null, not an {@link ExactNumber}. */
export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}

/** Like {@link parseJson}; `undefined` for what is no JSON: an HTML page, nothing. */
export function parseLeniently(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** The texts in a list; none when `value` is no list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
