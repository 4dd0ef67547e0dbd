/** A YAML (or JSON) file as text, tree and positions, so that a mistake can be shown where it is. */
import type { Document } from 'yaml';

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Keys and indices from the document's root to a node. */
export type NodePath = readonly (string | number)[];

export interface SourceDocument {
  /** As shown to the user. */
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
  /** Where the node at `path` stands; of the nearest ancestor when the node is not there. */
  position(path: NodePath): Position;
  /** Where the key of the node at `path` stands. */
  keyPosition(path: NodePath): Position;
}
