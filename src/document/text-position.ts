/** Position in the file of a character of a YAML value, despite quotes, folds and escapes. */
import type { NodePath, Position, SourceDocument } from './source-document.ts';

/**
 * The place of `text[index]`, for the text of the node at `path`. The character is found by counting its
 * like from the start of the node; where that fails, the node's own place is given.
 */
export function positionInText(
  source: SourceDocument,
  path: NodePath,
  text: string,
  index: number,
): Position {
  const start = source.position(path);
  const wanted = text[index];
  if (wanted === undefined || /\s/.test(wanted)) return start;
  let count = 0;
  for (let i = 0; i <= index; i += 1) if (text[i] === wanted) count += 1;
  let offset = offsetOf(source.text, start) - 1;
  for (; count > 0; count -= 1) {
    offset = source.text.indexOf(wanted, offset + 1);
    if (offset === -1) return start;
  }
  return source.positionAt(offset);
}

function offsetOf(text: string, { line, column }: Position): number {
  let offset = 0;
  for (let passed = 1; passed < line; passed += 1) offset = text.indexOf('\n', offset) + 1;
  return offset + column - 1;
}
