/** The grammar of Python's format specifications, `[[fill]align][sign][z][#][0][width][,|_][.precision][type]`. */
import { PythonError } from './error.ts';
import { wholeNumber } from './format-parser.ts';
import type { PythonType } from './value.ts';

export type Alignment = '<' | '>' | '=' | '^';

export interface FormatSpec {
  readonly fill: string;
  readonly alignment: Alignment;
  /** `+`, `-`, a space, or empty. */
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  /** Least number of characters; 0 when not given. */
  readonly width: number;
  /** `,`, `_`, or empty. */
  readonly separator: string;
  readonly precision: number | undefined;
  /** The presentation type, or empty. */
  readonly type: string;
}

/**
 * Reads a specification for a value of class `type`.
 *
 * @throws PythonError ValueError when it is not one
 */
export function parseFormatSpec(spec: string, type: PythonType): FormatSpec {
  const scan = new Scanner(spec);
  const usual = type === 'str' ? '<' : '>';
  const fill = scan.isAlignment(1) ? scan.next() : undefined;
  const given = scan.isAlignment(0) ? (scan.next() as Alignment) : undefined;
  const sign = scan.take(' ', '+', '-');
  const noNegativeZero = scan.take('z') !== '';
  const alternate = scan.take('#') !== '';
  const zero = fill === undefined && scan.take('0') !== '';
  const width = scan.number() ?? 0;
  const separator = takeSeparator(scan);
  const precision = takePrecision(scan);
  if (scan.left > 1) {
    refuse(`Invalid format specifier '${spec}' for object of type '${type}'`);
  }
  const presentation = scan.next();
  checkSeparator(separator, presentation === '' && type === 'str' ? 's' : presentation);
  return {
    fill: fill ?? (zero ? '0' : ' '),
    alignment: given ?? (zero && usual === '>' ? '=' : usual),
    sign,
    noNegativeZero,
    alternate,
    width,
    separator,
    precision,
    type: presentation,
  };
}

const decimalDigits = Array.from('0123456789');

/** Reads code points one by one. */
class Scanner {
  readonly #text: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = Array.from(text);
  }

  get left(): number {
    return this.#text.length - this.#at;
  }

  isAlignment(ahead: number): boolean {
    return ['<', '>', '=', '^'].includes(this.#text[this.#at + ahead] ?? '');
  }

  /** The next character, or nothing at the end. */
  next(): string {
    return this.#text[this.#at++] ?? '';
  }

  /** The next character if it is one of `wanted`. */
  take(...wanted: readonly string[]): string {
    return wanted.includes(this.#text[this.#at] ?? '') ? this.next() : '';
  }

  number(): number | undefined {
    let digits = '';
    for (let digit = '0'; digit !== ''; digits += digit) digit = this.take(...decimalDigits);
    return wholeNumber(digits);
  }
}

function takeSeparator(scan: Scanner): string {
  const comma = scan.take(',');
  const underscore = scan.take('_');
  if (underscore !== '' && (comma !== '' || scan.take(',') !== '')) {
    refuse("Cannot specify both ',' and '_'.");
  }
  return comma + underscore;
}

function takePrecision(scan: Scanner): number | undefined {
  if (scan.take('.') === '') return undefined;
  return scan.number() ?? refuse('Format specifier missing precision');
}

function checkSeparator(separator: string, type: string): void {
  if (separator === '' || /^[defgEG%F]?$/.test(type)) return;
  if (separator === '_' && /^[boxX]$/.test(type)) return;
  refuse(`Cannot specify '${separator}' with '${shownCode(type)}'.`);
}

/** A type character as an error shows it: `q`, or `\xa` for what cannot be printed. */
export function shownCode(type: string): string {
  const code = type.codePointAt(0) ?? 0;
  return code > 32 && code < 128 ? type : `\\x${code.toString(16)}`;
}

function refuse(text: string): never {
  throw new PythonError('ValueError', text);
}
