/** A file of points, whatever its format, as rows of named texts with their places. */
import type { Finding } from '../base/error.ts';
import type { Position } from '../document/source-document.ts';

export interface PointRows {
  /** As they stand in the file. */
  readonly rows: PointRow[];
  /** What is wrong. */
  readonly findings: Finding[];
}

export interface PointRow {
  readonly place: Position;
  readonly cells: readonly PointCell[];
}

export interface PointCell {
  /** As the specification calls it: a parameter, `VAR_<NAME>` or `VAR_INPUT`. */
  readonly name: string;
  readonly value: string;
  readonly place: Position;
}

/** @returns an error at `place` */
export function mistakeAt(place: Position, message: string, hint?: string): Finding {
  return {
    rule: 'wrong-point',
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...place,
  };
}
