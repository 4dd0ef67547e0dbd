/** The grammar of Python's format strings: literal text and `{field!conversion:spec}`. */
import { PythonError } from './error.ts';

export interface FormatField {
  /** Between the brace and `!` or `:`: `x`, `x[0]`, `x.real`, or empty. */
  readonly name: string;
  /** The character after `!`, or empty. */
  readonly conversion: string;
  readonly spec: string;
  /** Whether `spec` holds fields itself. */
  readonly nested: boolean;
}

/** Literal text, and the field that follows it if any. */
export interface FormatPart {
  readonly literal: string;
  readonly field?: FormatField;
  /** Where the field's opening brace stands in the template, in code points. */
  readonly offset?: number;
  /** Where what comes after this part begins, in code points. */
  readonly end: number;
}

export type FieldAccess =
  | { readonly kind: 'attribute'; readonly name: string }
  /** `index` is set when the brackets hold a whole number. */
  | { readonly kind: 'element'; readonly name: string; readonly index: number | undefined };

export interface FieldName {
  /** What is looked up: a parameter's name, or a position when `index` is set. */
  readonly first: string;
  readonly index: number | undefined;
  /** The `.attribute` and `[element]` that follow, read one by one as Python does. */
  readonly rest: () => Generator<FieldAccess>;
}

/**
 * The parts of `template`, one by one: what precedes a mistake is still given.
 *
 * @throws PythonError ValueError at the first brace that is not in its place
 */
export function* parseFormat(template: string): Generator<FormatPart> {
  const text = Array.from(template);
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && text[at] !== '{' && text[at] !== '}') at += 1;
    const literal = text.slice(start, at).join('');
    const brace = text[at];
    if (brace === undefined) {
      yield { literal, end: at };
      return;
    }
    const following = text[at + 1];
    if (following === brace) {
      at += 2;
      yield { literal: literal + brace, end: at };
      continue;
    }
    if (brace === '}' || following === undefined) {
      throw new PythonError('ValueError', `Single '${brace}' encountered in format string`);
    }
    const { field, end } = parseField(text, at + 1);
    yield { literal, field, offset: at, end };
    at = end;
  }
}

function parseField(text: readonly string[], start: number): { field: FormatField; end: number } {
  const nameEnd = findNameEnd(text, start);
  const name = text.slice(start, nameEnd).join('');
  let at = nameEnd + 1;
  if (text[nameEnd] === '}') {
    return { field: { name, conversion: '', spec: '', nested: false }, end: at };
  }
  let conversion = '';
  if (text[nameEnd] === '!') {
    conversion = text[at] ?? refuse('end of string while looking for conversion specifier');
    const after = text[at + 1];
    at += 2;
    if (after === '}') return { field: { name, conversion, spec: '', nested: false }, end: at };
    if (after !== undefined && after !== ':') refuse("expected ':' after conversion specifier");
  }
  const specEnd = findSpecEnd(text, at);
  const spec = text.slice(at, specEnd);
  return {
    field: { name, conversion, spec: spec.join(''), nested: spec.includes('{') },
    end: specEnd + 1,
  };
}

/** The index of the `}`, `:` or `!` that ends a field's name; brackets may hold those characters. */
function findNameEnd(text: readonly string[], start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '{') refuse("unexpected '{' in field name");
    if ('}:!'.includes(character)) return at;
    if (character === '[') {
      while (at + 1 < text.length && text[at + 1] !== ']') at += 1;
    }
  }
  return refuse("expected '}' before end of string");
}

function findSpecEnd(text: readonly string[], start: number): number {
  let open = 1;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') open += 1;
    if (text[at] === '}') open -= 1;
    if (open === 0) return at;
  }
  return refuse("unmatched '{' in format spec");
}

/**
 * Splits a field's name into what is looked up and the accesses that follow.
 *
 * @throws PythonError ValueError for an empty or unfinished access
 */
export function parseFieldName(name: string): FieldName {
  const end = name.search(/[.[]/);
  const first = end === -1 ? name : name.slice(0, end);
  const tail = end === -1 ? '' : name.slice(end);
  return { first, index: wholeNumber(first), rest: () => accesses(tail) };
}

function* accesses(tail: string): Generator<FieldAccess> {
  let rest = tail;
  while (rest !== '') {
    if (rest.startsWith('.')) {
      const name = /^[^.[]*/.exec(rest.slice(1))?.[0] ?? '';
      if (name === '') refuse('Empty attribute in format string');
      yield { kind: 'attribute', name };
      rest = rest.slice(1 + name.length);
    } else if (rest.startsWith('[')) {
      const close = rest.indexOf(']');
      if (close === -1) refuse("Missing ']' in format string");
      const name = rest.slice(1, close);
      const index = wholeNumber(name);
      if (name === '') refuse('Empty attribute in format string');
      yield { kind: 'element', name, index };
      rest = rest.slice(close + 1);
    } else {
      refuse("Only '.' or '[' may follow ']' in format field specifier");
    }
  }
}

/**
 * The whole number that `digits` spells, if it spells one.
 *
 * @throws PythonError ValueError when it is beyond what an index can be
 */
export function wholeNumber(digits: string): number | undefined {
  if (!/^[0-9]+$/.test(digits)) return undefined;
  if (BigInt(digits) > 0x7fffffffffffffffn) refuse('Too many decimal digits in format string');
  return Number(digits);
}

function refuse(text: string): never {
  throw new PythonError('ValueError', text);
}
