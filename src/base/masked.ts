/** Data as it may leave the program. */
import type { Redact } from './redact.ts';

/** A copy with all secrets masked, text by text: escaped in a report they would not be found. */
export function masked<Value>(value: Value, redact: Redact): Value {
  return mask(value) as Value;

  function mask(part: unknown): unknown {
    if (typeof part === 'string') return redact(part);
    if (Array.isArray(part)) return part.map(mask);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, mask(inner)]));
  }
}
