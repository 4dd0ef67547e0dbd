/**
 * A Snakefile as far as it can be read without running it: rules and keywords the way Snakemake's parser finds
 * them; of the Python around them, only that it is there.
 */
import type { Position } from '../../document/source-document.ts';
import { commandProblems } from './command.ts';
import {
  commandKeywords,
  globalKeywords,
  mayBeEmpty,
  otherKeywords,
  textKeywords,
} from './keyword.ts';
import { blankLine, isContent, readTokens, type SyntaxProblem, type Token } from './token.ts';
import { readArguments, type SnakefileArgument } from './value.ts';

/** `container: "docker://…"`: a keyword and what stands behind it. */
export interface SnakefileDirective {
  readonly keyword: string;
  readonly position: Position;
  readonly arguments: readonly SnakefileArgument[];
  /** Whether Python decides on some of it. */
  readonly isOpen: boolean;
}

export interface SnakefileRule {
  /** Empty when it has none. */
  readonly name: string;
  readonly position: Position;
  /** The line in which it ends. */
  readonly last: number;
  /** By keyword; of one that is given twice, the first counts. */
  readonly directives: ReadonlyMap<string, SnakefileDirective>;
  /** In the order in which they stand. */
  readonly all: readonly SnakefileDirective[];
  /** Texts that stand behind a keyword's block, and belong to nothing. */
  readonly strays: readonly Position[];
  /** Whether it stands in a block of Python, such as an `if`. */
  readonly isConditional: boolean;
}

export interface Snakefile {
  readonly file: string;
  readonly rules: readonly SnakefileRule[];
  /** Outside of rules: `include`, `configfile`, `container` and the like. */
  readonly directives: readonly SnakefileDirective[];
  readonly problems: readonly SyntaxProblem[];
  /** Where Python stands that is not looked into. */
  readonly python: readonly Position[];
  /** Every name in that Python. */
  readonly names: ReadonlySet<string>;
  /** Whether rules come from elsewhere: modules, `use rule`. */
  readonly isOpen: boolean;
  /** It is too large. */
  readonly isUnread?: boolean;
}

export function parseSnakefile(file: string, text: string): Snakefile {
  return new Parsing(file, text);
}

class Parsing implements Snakefile {
  readonly file: string;
  readonly rules: SnakefileRule[] = [];
  readonly directives: SnakefileDirective[] = [];
  readonly problems: SyntaxProblem[] = [];
  readonly python: Position[] = [];
  readonly names = new Set<string>();
  isOpen = false;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(file: string, text: string) {
    this.file = file;
    const { tokens, problem } = readTokens(file, text);
    this.#tokens = tokens;
    while (this.#at < tokens.length && this.problems.length === 0) this.#readStatement();
    // What comes first was the first that a reader would meet.
    if (problem !== undefined && this.problems.length === 0) this.problems.push(problem);
  }

  #readStatement(): void {
    const token = this.#tokens[this.#at];
    if (token === undefined) return;
    if (token.kind === 'indent') this.#checkIndent(token);
    if (token.kind === 'indent') this.#depth += 1;
    if (token.kind === 'dedent') this.#depth -= 1;
    if (['newline', 'indent', 'dedent'].includes(token.kind)) this.#at += 1;
    else if (token.kind !== 'name') this.#skipPython();
    else if (token.text === 'rule' || token.text === 'checkpoint') this.#readRule();
    else if (token.text === 'module' || token.text === 'use') {
      this.isOpen = true;
      this.#skipPython();
      this.#readBlock();
    } else if (globalKeywords.has(token.text)) {
      const directive = this.#readDirective();
      if (directive !== undefined) this.directives.push(directive);
    } else if (otherKeywords.has(token.text)) {
      this.#at += 1;
      if (!this.#takeColon(token)) return;
      for (const { kind, text } of this.#readBlock()) if (kind === 'name') this.names.add(text);
      const { text: keyword, position } = token;
      this.directives.push({ keyword, position, arguments: [], isOpen: true });
    } else this.#skipPython();
  }

  /** A block begins behind a colon only. */
  #checkIndent(token: Token): void {
    let last = this.#at - 1;
    while (last >= 0 && !isContent(this.#tokens[last] ?? token)) last -= 1;
    const before = this.#tokens[last];
    const after = this.#tokens[this.#at + 1]?.text ?? '';
    // Python in the first line is taken as if it were not indented.
    if (before === undefined && !/^(?:rule|checkpoint)$/.test(after)) return;
    if (before?.text !== ':') this.#fail('this line is indented without a reason', token);
  }

  /** To the end of the statement. */
  #skipPython(): void {
    const first = this.#tokens[this.#at];
    if (first !== undefined && first.kind !== 'string') this.python.push(first.position);
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'newline') return;
      if (token?.kind === 'name') this.names.add(token.text);
    }
  }

  #readRule(): void {
    const keyword = this.#tokens[this.#at];
    if (keyword === undefined) return;
    this.#at += 1;
    const name = this.#takeName();
    if (!this.#takeColon(keyword)) return;
    const all: SnakefileDirective[] = [];
    const strays: Position[] = [];
    let level = 0;
    let isBelow = false;
    while (this.problems.length === 0) {
      const token = this.#tokens[this.#at];
      if (token === undefined || (token.kind === 'dedent' && level === 0)) break;
      if (isBelow && level === 0 && isContent(token)) break;
      isBelow = true;
      if (token.kind === 'name') {
        const directive = this.#readDirective();
        if (directive !== undefined) all.push(directive);
        continue;
      }
      if (token.kind === 'string' && all.length > 0) strays.push(token.position);
      else if (isContent(token) && token.kind !== 'string') {
        this.#fail('only keywords can stand in a rule', token);
      }
      this.#at += 1;
      if (token.kind === 'indent') level += 1;
      if (token.kind === 'dedent') level -= 1;
    }
    this.rules.push({
      name,
      position: keyword.position,
      last: this.#lastLine(),
      all,
      strays,
      directives: new Map(all.toReversed().map((directive) => [directive.keyword, directive])),
      isConditional: this.#depth > 0,
    });
  }

  /** Of several names, Snakemake takes the last. */
  #takeName(): string {
    let name = '';
    for (; this.#tokens[this.#at]?.kind === 'name'; this.#at += 1) {
      name = this.#tokens[this.#at]?.text ?? '';
    }
    return name;
  }

  #readDirective(): SnakefileDirective | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined) return undefined;
    this.#at += 1;
    if (!this.#takeColon(token)) return undefined;
    const block = this.#readBlock();
    const { text: keyword, position } = token;
    if (keyword === 'run') {
      this.python.push(position);
      return { keyword, position, arguments: [], isOpen: true };
    }
    const first = block.find(isContent);
    if (first === undefined && !mayBeEmpty.has(keyword)) {
      this.#fail(`nothing follows ${keyword}`, token);
    }
    const { arguments: found, problem } = readArguments(block);
    if (problem !== undefined) this.problems.push(problem);
    if (commandKeywords.has(keyword)) this.problems.push(...commandProblems(token, block, found));
    const [only] = found;
    if (textKeywords.has(keyword) && only?.value !== undefined && typeof only.value !== 'string') {
      this.#fail(`${keyword} takes a text`, token);
    }
    const isOpen = found.some(({ value }) => value === undefined);
    return { keyword, position, arguments: found, isOpen };
  }

  #takeColon(keyword: Token): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'operator' && token.text === ':') {
      this.#at += 1;
      return true;
    }
    this.#fail(`a colon is missing after ${keyword.text}`, keyword);
    return false;
  }

  /** What stands behind a colon: the rest of the line, and the lines that are indented below it. */
  #readBlock(): Token[] {
    const block: Token[] = [];
    let level = 0;
    let isBelow = false;
    for (; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token === undefined || (token.kind === 'dedent' && level === 0)) break;
      if (isBelow && level === 0 && (isContent(token) || token.text === blankLine)) break;
      if (token.kind === 'newline') isBelow = true;
      if (token.kind === 'indent') level += 1;
      if (token.kind === 'dedent') level -= 1;
      block.push(token);
    }
    return block;
  }

  /** Where the last thing ends that was read. */
  #lastLine(): number {
    let last = this.#at - 1;
    while (last > 0 && !isContent(this.#tokens[last] ?? { kind: 'newline' })) last -= 1;
    const { position, text = '' } = this.#tokens[last] ?? {};
    return (position?.line ?? 1) + text.split('\n').length - 1;
  }

  #fail(message: string, { position }: Token): void {
    this.problems.push({ message, position });
  }
}
