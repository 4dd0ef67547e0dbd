/** The grammar of jsonpath_rw: what `dependencies`, `step`, `stages` and `output` are written in. */
import { PythonError } from '../../python/error.ts';
import { tokenize, type Token } from './jsonpath-lexer.ts';

export type JsonPath =
  | { readonly kind: 'root' | 'this' | 'parent' }
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number }
  | {
      readonly kind: 'child' | 'descendants' | 'union' | 'intersect' | 'where';
      readonly left: JsonPath;
      readonly right: JsonPath;
    };

/**
 * Parses a path expression.
 *
 * @throws PythonError with the class and text that jsonpath_rw raises
 */
export function parseJsonPath(text: string): JsonPath {
  const tokens = new TokenStream(text);
  const path = parseExpression(tokens, 0);
  if (tokens.peek() !== undefined) tokens.fail();
  return path;
}

class TokenStream {
  readonly #tokens: Iterator<Token, void>;
  #next: Token | undefined;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#advance();
  }

  peek(): Token | undefined {
    return this.#next;
  }

  take(): Token {
    const token = this.#next ?? this.fail();
    this.#advance();
    return token;
  }

  expect(type: string): Token {
    return this.#next?.type === type ? this.take() : this.fail();
  }

  takeIf(type: string): Token | undefined {
    return this.#next?.type === type ? this.take() : undefined;
  }

  fail(): never {
    const token = this.#next;
    if (token === undefined) {
      throw new PythonError('AttributeError', "'NoneType' object has no attribute 'lineno'");
    }
    throw new PythonError(
      'Exception',
      `Parse error at ${token.line}:${token.column} near token ${token.value} (${token.type})`,
    );
  }

  #advance(): void {
    const step = this.#tokens.next();
    this.#next = step.done === true ? undefined : step.value;
  }
}

/** From loosest to tightest; brackets bind even looser than all of them. */
const operators: Readonly<
  Record<string, { kind: 'child' | 'descendants' | 'union' | 'intersect' | 'where'; level: number }>
> = {
  DOUBLEDOT: { kind: 'descendants', level: 2 },
  '.': { kind: 'child', level: 3 },
  '|': { kind: 'union', level: 4 },
  '&': { kind: 'intersect', level: 5 },
  WHERE: { kind: 'where', level: 6 },
};

function parseExpression(tokens: TokenStream, above: number): JsonPath {
  let left = parsePrimary(tokens);
  for (;;) {
    const token = tokens.peek();
    if (token?.type === '[' && above === 0) {
      left = { kind: 'child', left, right: parseBrackets(tokens) };
      continue;
    }
    const operator = token === undefined ? undefined : operators[token.type];
    if (operator === undefined || operator.level <= above) return left;
    tokens.take();
    left = { kind: operator.kind, left, right: parseExpression(tokens, operator.level) };
  }
}

function parsePrimary(tokens: TokenStream): JsonPath {
  switch (tokens.peek()?.type ?? '') {
    case 'ID':
      return { kind: 'fields', names: parseNames(tokens) };
    case '*':
      tokens.take();
      return { kind: 'fields', names: ['*'] };
    case '$':
      tokens.take();
      return { kind: 'root' };
    case 'NAMED_OPERATOR':
      return namedOperator(tokens);
    case '[':
      return parseBrackets(tokens);
    case '(': {
      tokens.take();
      const path = parseExpression(tokens, 0);
      tokens.expect(')');
      return path;
    }
    default:
      return tokens.fail();
  }
}

function parseNames(tokens: TokenStream): string[] {
  const names = [tokens.expect('ID').value];
  while (tokens.takeIf(',') !== undefined) names.push(tokens.expect('ID').value);
  return names;
}

function namedOperator(tokens: TokenStream): JsonPath {
  const { value, line, column } = tokens.take();
  if (value === 'this' || value === 'parent') return { kind: value };
  const next = tokens.peek()?.type;
  if (next !== undefined && next !== '[' && next !== ')' && !(next in operators)) tokens.fail();
  throw new PythonError('Exception', `Unknown named operator \`${value}\` at ${line}:${column}`);
}

/** `[0]`, `[*]`, `[1:3]` or `[a,b]`. */
function parseBrackets(tokens: TokenStream): JsonPath {
  tokens.expect('[');
  const path = parseBracketed(tokens);
  tokens.expect(']');
  return path;
}

function parseBracketed(tokens: TokenStream): JsonPath {
  if (tokens.peek()?.type === 'ID') return { kind: 'fields', names: parseNames(tokens) };
  if (tokens.takeIf('*') !== undefined) return { kind: 'slice' };
  const start = parseNumber(tokens);
  if (start !== undefined && tokens.takeIf(':') === undefined)
    return { kind: 'index', index: start };
  if (start === undefined) tokens.expect(':');
  const end = parseNumber(tokens);
  return {
    kind: 'slice',
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  };
}

function parseNumber(tokens: TokenStream): number | undefined {
  const token = tokens.takeIf('NUMBER');
  return token === undefined ? undefined : Number(token.value);
}
