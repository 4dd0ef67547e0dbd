/** JSON values as types, so that nothing untrusted is `any`. */

export type Json = JsonPrimitive | readonly Json[] | JsonObject;
export type JsonPrimitive = string | number | boolean | null;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
