/** The statements of a Snakefile: Snakemake's own, and the Python around them. */
import type { Position } from '../../document/source-document.ts';
import { pythonMistake } from '../python/syntax.ts';
import { explainMistake } from './argument.ts';
import { Cursor } from './cursor.ts';
import { takeDirective, takePython } from './directive.ts';
import { globalKeyword, type SnakemakeDialect } from './keyword.ts';
import { takeModule, takeRule, takeUse } from './rule.ts';
import type { SnakefileDirective, SnakefileRule, SnakefileUse } from './snakefile.ts';
import { isContent, type SyntaxProblem, type Token, type TokenList } from './token.ts';

export interface Statements {
  readonly rules: readonly SnakefileRule[];
  readonly uses: readonly SnakefileUse[];
  readonly directives: readonly SnakefileDirective[];
  readonly problems: readonly SyntaxProblem[];
  readonly python: readonly Position[];
  readonly names: ReadonlySet<string>;
  readonly isOpen: boolean;
}

export function readStatements(list: TokenList, dialect: SnakemakeDialect): Statements {
  return new Reading(list, dialect).run();
}

class Reading {
  readonly #cursor: Cursor;
  readonly #dialect: SnakemakeDialect;
  readonly #list: TokenList;
  readonly #rules: SnakefileRule[] = [];
  readonly #uses: SnakefileUse[] = [];
  readonly #directives: SnakefileDirective[] = [];
  readonly #python: Position[] = [];
  readonly #names = new Set<string>();
  /** From where to where Snakemake's own statements go. */
  readonly #own: { readonly from: number; readonly to: number }[] = [];
  #isOpen = false;

  constructor(list: TokenList, dialect: SnakemakeDialect) {
    this.#list = list;
    this.#dialect = dialect;
    this.#cursor = new Cursor(list);
  }

  run(): Statements {
    const cursor = this.#cursor;
    let before: Token | undefined;
    for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
      if (cursor.problems.length > 0) break;
      if (token.kind === 'indent') this.#checkIndent(token, before);
      const isFirst = before === undefined || !isContent(before) || token.isBelow === true;
      const kind = isFirst ? this.#keywordAt(token) : undefined;
      if (kind === undefined) this.#takePython(token, isFirst);
      else {
        this.#takeOwn(kind, token);
        const last = cursor.lastToken() ?? token;
        this.#own.push({ from: token.from, to: last.from + last.text.length });
      }
      before = kind === undefined ? token : undefined;
    }
    if (cursor.problems.length === 0 && this.#list.problem === undefined) this.#checkPython();
    return {
      ...{ rules: this.#rules, uses: this.#uses, directives: this.#directives },
      ...{ python: this.#python, names: this.#names, isOpen: this.#isOpen },
      problems: cursor.problems,
    };
  }

  #keywordAt(token: Token): string | undefined {
    const keyword = token.kind === 'name' ? globalKeyword(token.text, this.#dialect) : undefined;
    if (keyword?.isMaybe !== true) return keyword?.kind;
    // A name like any other, unless it is used as a keyword.
    const next = [this.#cursor.peek(1), this.#cursor.peek(2)].map((each) => each?.text);
    const isNamed = keyword.kind === 'storage' || keyword.kind === 'module';
    return next[0] === ':' || (isNamed && next[1] === ':') ? keyword.kind : undefined;
  }

  #takeOwn(kind: string, token: Token): void {
    const cursor = this.#cursor;
    const isConditional = cursor.isIndented;
    if (kind === 'rule') {
      const rule = takeRule(cursor, isConditional);
      if (rule === undefined) return;
      this.#rules.push(rule);
      const run = rule.directives.get('run');
      if (run !== undefined) this.#python.push(run.position);
    } else if (kind === 'use') {
      const use = takeUse(cursor, isConditional);
      if (use === undefined) return;
      this.#uses.push(use);
      if (use.module === undefined) return;
      this.#isOpen = true;
      this.#python.push(use.position);
    } else if (kind === 'arguments') {
      const directive = takeDirective(cursor, isConditional);
      if (directive !== undefined) this.#directives.push(directive);
    } else if (kind === 'module') {
      this.#isOpen = true;
      const directive = takeModule(cursor, isConditional, this.#dialect);
      if (directive !== undefined) this.#directives.push(directive);
    } else {
      const { text: keyword, position } = token;
      cursor.take();
      while (kind === 'storage' && cursor.peek()?.kind === 'name') cursor.take();
      if (!cursor.takeColon(token)) return;
      const block = kind === 'python' ? takePython(cursor, token) : cursor.takeBlock(token);
      for (const each of block) if (each.kind === 'name') this.#names.add(each.text);
      this.#directives.push({ keyword, position, arguments: [], isOpen: true, isConditional });
    }
  }

  #takePython(token: Token, isFirst: boolean): void {
    this.#cursor.take();
    if (!isContent(token)) return;
    const starts = isFirst && token.isBelow !== true;
    if (starts && token.kind !== 'string') this.#python.push(token.position);
    if (token.kind === 'name') this.#names.add(token.text);
  }

  /** A block begins behind a colon only. */
  #checkIndent(token: Token, before: Token | undefined): void {
    const last = this.#cursor.lastToken();
    const after = this.#cursor.peek(1)?.text ?? '';
    // Python in the first line is taken as if it were not indented.
    if (last === undefined && !/^(?:rule|checkpoint)$/.test(after)) return;
    if (before === undefined || last?.text !== ':') {
      this.#cursor.fail('this line is indented without a reason', token);
    }
  }

  /** Python's own part of the file, in which each statement of Snakemake's is one that does nothing. */
  #checkPython(): void {
    const { text } = this.#cursor;
    let python = '';
    let at = 0;
    for (const { from, to } of this.#own) {
      python += `${text.slice(at, from)}pass${text.slice(from, to).replace(/[^\n]+/g, '')}`;
      at = to;
    }
    // Python in the first line is taken as if it were not indented.
    const isShifted = this.#list.tokens.find(({ kind }) => kind !== 'newline')?.kind === 'indent';
    const whole = python + text.slice(at);
    const mistake = pythonMistake(isShifted ? whole.replace(/^[ \t]+(?=[^\s#])/m, '') : whole);
    const file = this.#list.tokens[0]?.position.file;
    if (mistake === undefined || file === undefined) return;
    const place = { file, line: mistake.line, column: mistake.column };
    this.#cursor.problems.push(explainMistake(mistake.message, this.#list.tokens, place));
  }
}
