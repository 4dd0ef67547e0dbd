/** A walk through the tokens of a Snakefile, in which blocks end where Snakemake's parser ends them. */
import type { SyntaxProblem, Token, TokenList } from './token.ts';

export class Cursor {
  readonly text: string;
  readonly problems: SyntaxProblem[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  /** How far the line is indented that is read. */
  #indent = 0;

  constructor({ tokens, text }: TokenList) {
    this.#tokens = tokens;
    this.text = text;
  }

  /** The next token, or one behind it. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  /** Passes the next token. */
  take(): Token | undefined {
    const token = this.#tokens[this.#at];
    if (token !== undefined && isIndentation(token)) this.#indent = widthOf(token);
    this.#at += 1;
    return token;
  }

  get isIndented(): boolean {
    return this.#indent > 0;
  }

  takeColon(keyword: Token): boolean {
    if (this.peek()?.text === ':') return this.take() !== undefined;
    this.fail(`a colon is missing after ${keyword.text}`, keyword);
    return false;
  }

  /**
   * Walks what stands behind a colon: the rest of the line, and the lines that are indented below it. Lines are
   * counted within brackets, too, and an empty one ends a block that has nothing below its first line.
   *
   * @param take passes `token`, and what belongs to it
   * @param isLong whether the block does not end before something stands in it
   */
  walkBlock(take: (token: Token) => void, isLong = false): void {
    const base = this.#indent;
    let lines = 0;
    let isEmpty = isLong;
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.isBelow === true) lines += 1;
      const indent = isIndentation(token) ? widthOf(token) : this.#indent;
      if ((lines > 0 && indent <= base && !isEmpty) || this.problems.length > 0) return;
      if (token.kind === 'newline') lines += 1;
      if (token.kind === 'newline' || isIndentation(token)) this.take();
      else {
        isEmpty = false;
        take(token);
      }
    }
  }

  /** The tokens of a block, those that only lay it out left out. */
  takeBlock(keyword: Token, isLong = false): Token[] {
    const block: Token[] = [];
    this.walkBlock((token) => {
      block.push(token);
      this.take();
    }, isLong);
    if (this.peek()?.isBelow === true) this.#failBelow(keyword);
    return block;
  }

  /** Within a bracket that the block's end has cut; texts pass for the description of a rule. */
  #failBelow(keyword: Token): void {
    let ahead = 0;
    while (this.peek(ahead)?.kind === 'string') ahead += 1;
    const token = this.peek(ahead);
    const message = `what begins behind ${keyword.text}: ends with the line`;
    if (token !== undefined) this.fail(message, token);
  }

  /** The last token that is more than layout, of those that have been passed. */
  lastToken(): Token | undefined {
    let last = this.#at - 1;
    while (last >= 0 && !isContent(this.#tokens[last])) last -= 1;
    return this.#tokens[last];
  }

  /** The line in which it ends. */
  lastLine(): number {
    const { position, text = '' } = this.lastToken() ?? {};
    return (position?.line ?? 1) + text.split('\n').length - 1;
  }

  fail(message: string, { position }: Pick<Token, 'position'>): void {
    this.problems.push({ message, position });
  }
}

function isIndentation({ kind }: Token): boolean {
  return kind === 'indent' || kind === 'dedent';
}

function widthOf({ position }: Token): number {
  return position.column - 1;
}

function isContent(token: Token | undefined): boolean {
  return token !== undefined && token.kind !== 'newline' && !isIndentation(token);
}
