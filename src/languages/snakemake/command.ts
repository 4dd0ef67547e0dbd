/** `shell:`, `script:` and the like: what Snakemake's parser wants them to look like. */
import { isContent, type SyntaxProblem, type Token } from './token.ts';
import type { SnakefileArgument } from './value.ts';

/** What is wrong with the block of `keyword`, which holds `found`. */
export function commandProblems(
  keyword: Token,
  block: readonly Token[],
  found: readonly SnakefileArgument[],
): SyntaxProblem[] {
  const content = block.filter(isContent);
  const beyond = behindLine(keyword, content);
  const comma = content.at(-1)?.text === ',';
  const first = isOneText(found) && !comma ? undefined : found[0]?.tokens[0];
  return [
    ...problemAt(beyond, `what begins behind ${keyword.text}: ends with the line`),
    ...problemAt(first, `${keyword.text} takes one text and nothing else`),
  ];
}

function problemAt(token: Token | undefined, message: string): SyntaxProblem[] {
  return token === undefined ? [] : [{ message, position: token.position }];
}

/** Whether it can be one, as far as that is known without running Python. */
function isOneText([only, second]: readonly SnakefileArgument[]): boolean {
  const [first] = only?.tokens ?? [];
  if (only === undefined || first?.text === '*' || first?.text === '**') return true;
  if (second !== undefined || only.name !== undefined || first?.text === 'lambda') return false;
  return only.value === undefined || only.value === null || typeof only.value === 'string';
}

/**
 * What stands in a later line, though the block begins in that of its keyword: there Snakemake's parser looks
 * for keywords again, also within brackets. Texts are passed over, as it passes over them.
 */
function behindLine(keyword: Token, content: readonly Token[]): Token | undefined {
  if (content[0]?.position.line !== keyword.position.line) return undefined;
  const next = content.findIndex((token, index) => {
    const before = content[index - 1];
    return before !== undefined && token.position.line > lastLineOf(before);
  });
  return next === -1 ? undefined : content.slice(next).find(({ kind }) => kind !== 'string');
}

/** A text can have many lines. */
function lastLineOf({ position, text }: Token): number {
  return position.line + text.split('\n').length - 1;
}
