/** `shell:`, `script:` and the like: what Snakemake's parser wants them to look like. */
import type { SnakefileArgument } from './argument.ts';
import type { SyntaxProblem, Token } from './token.ts';

/** What is wrong with the block of `keyword`, which holds `found`. */
export function commandProblem(
  keyword: Token,
  block: readonly Token[],
  found: readonly SnakefileArgument[],
): readonly SyntaxProblem[] {
  const [first] = block;
  if (first === undefined || (isOneText(found) && block.at(-1)?.text !== ',')) return [];
  return [{ message: `${keyword.text} takes one text and nothing else`, position: first.position }];
}

/** Whether it can be one, as far as that is known without running Python. */
function isOneText([only, second]: readonly SnakefileArgument[]): boolean {
  if (only === undefined || only.isUnpacked) return true;
  if (second !== undefined || only.name !== undefined) return false;
  if (only.expression.nodeType === 'Lambda') return false;
  return only.value === undefined || only.value === null || typeof only.value === 'string';
}
