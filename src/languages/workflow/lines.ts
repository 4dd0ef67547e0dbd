/** Which lines a part of a document takes up, for all files it is written in. */
import { isJsonObject, type Json } from '../../base/json.ts';
import type { NodePath, Position } from '../../document/source-document.ts';
import type { LineRange } from './workflow.ts';

export interface Placed {
  position(path: NodePath): Position;
  keyPosition(path: NodePath): Position;
}

/**
 * The lines of `value`, which stands at `path`.
 *
 * @param skip keys whose content belongs to somebody else: the stages of a sub-workflow
 */
export function linesOf(
  source: Placed,
  path: NodePath,
  value: Json,
  skip: readonly string[] = [],
): LineRange[] {
  const ranges = new Map<string, { first: number; last: number }>();
  function note({ file, line }: Position, more: number): void {
    const known = ranges.get(file);
    ranges.set(file, {
      first: Math.min(known?.first ?? line, line),
      last: Math.max(known?.last ?? line, line + more),
    });
  }
  function visit(part: Json, place: NodePath): void {
    if (typeof part === 'string') {
      note(
        source.position(place),
        part.trimEnd().split('\n').length - 1 + (part.includes('\n') ? 1 : 0),
      );
      return;
    }
    note(source.position(place), 0);
    if (Array.isArray(part)) {
      for (const [index, item] of (part as readonly Json[]).entries())
        visit(item, [...place, index]);
    } else if (isJsonObject(part)) {
      for (const [key, item] of Object.entries(part)) {
        if (skip.includes(key)) continue;
        visit(item, [...place, key]);
      }
    }
  }
  note(source.keyPosition(path), 0);
  visit(value, path);
  return Array.from(ranges, ([file, range]) => ({ file, ...range }));
}
