/** Values that Python code writes out, known without running it. */
import type { ExprNode } from 'py-ast';

/** The text of a literal; `undefined` for bytes and anything else. */
export function plainText(node: ExprNode): string | undefined {
  if (node.nodeType !== 'Constant' || typeof node.value !== 'string') return undefined;
  return /b/i.test(node.quote_style ?? '') ? undefined : node.value;
}

/** A whole number, a truth value or None; `undefined` for anything else. */
export function plainConstant(node: ExprNode): number | boolean | null | undefined {
  if (node.nodeType === 'UnaryOp' && node.op.nodeType === 'USub') {
    const value = plainConstant(node.operand);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.nodeType !== 'Constant') return undefined;
  const value: unknown = node.value;
  if (typeof value === 'boolean' || value === null) return value;
  // What is written as 1.0 is read as 1, and is longer than that.
  const width = node.end_col_offset === undefined ? 0 : node.end_col_offset - node.col_offset;
  return typeof value === 'number' && Number.isSafeInteger(value) && String(value).length === width
    ? value
    : undefined;
}

/** The name of what is called: `expand`, `os.path.join`; `undefined` when it is no name. */
export function calledName(node: ExprNode): string | undefined {
  if (node.nodeType === 'Name') return node.id;
  if (node.nodeType !== 'Attribute') return undefined;
  const owner = calledName(node.value);
  return owner === undefined ? undefined : `${owner}.${node.attr}`;
}
