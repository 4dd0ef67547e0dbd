/** Python's `format(value, spec)` for strings, whole numbers and floats. */
import { ExactNumber, type Json } from '../../base/json.ts';
import { PythonError } from './error.ts';
import { floatRepr, formatFloat } from './float.ts';
import { parseFormatSpec, shownCode, type FormatSpec } from './format-spec.ts';
import { integerOf, pythonStr, pythonType, type PythonType } from './value.ts';

/**
 * `format(value, spec)`.
 *
 * @throws PythonError ValueError for a specification that does not fit the value, TypeError for a list, a
 * dict or None with any specification
 */
export function formatValue(value: Json, spec: string): string {
  if (spec === '') return pythonStr(value);
  const type = pythonType(value);
  if (typeof value === 'string') return formatString(value, parseFormatSpec(spec, type));
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber) {
    const parsed = parseFormatSpec(spec, type);
    return type === 'float'
      ? formatReal(Number(value), parsed, type)
      : formatInteger(value, parsed, type);
  }
  throw new PythonError('TypeError', `unsupported format string passed to ${type}.__format__`);
}

function formatString(text: string, spec: FormatSpec): string {
  if (spec.type !== '' && spec.type !== 's') refuseType(spec.type, 'str');
  if (spec.sign === ' ') refuse('Space not allowed in string format specifier');
  if (spec.sign !== '') refuse('Sign not allowed in string format specifier');
  if (spec.noNegativeZero) {
    refuse('Negative zero coercion (z) not allowed in string format specifier');
  }
  if (spec.alternate) refuse('Alternate form (#) not allowed in string format specifier');
  if (spec.alignment === '=') refuse("'=' alignment not allowed in string format specifier");
  return pad('', Array.from(text).slice(0, spec.precision).join(''), spec);
}

const radix: Readonly<Record<string, { base: number; prefix: string }>> = {
  b: { base: 2, prefix: '0b' },
  o: { base: 8, prefix: '0o' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
};

function formatInteger(
  value: number | boolean | ExactNumber,
  spec: FormatSpec,
  type: PythonType,
): string {
  if (/^[eEfFgG%]$/.test(spec.type)) {
    return formatReal(Number(value), spec, type);
  }
  if (!/^[bcdoxXn]?$/.test(spec.type)) refuseType(spec.type, type);
  if (spec.precision !== undefined) refuse('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero) {
    refuse('Negative zero coercion (z) not allowed in integer format specifier');
  }
  const integer = integerOf(value);
  if (spec.type === 'c') return formatCharacter(integer, spec);
  const { base, prefix } = radix[spec.type] ?? { base: 10, prefix: '' };
  const digits = (integer < 0n ? -integer : integer).toString(base);
  const shown = spec.type === 'X' ? digits.toUpperCase() : digits;
  const lead = signOf(integer < 0n, spec) + (spec.alternate ? prefix : '');
  return pad(lead, group(shown, '', lead.length, spec, base === 10 ? 3 : 4), spec);
}

function formatCharacter(integer: bigint, spec: FormatSpec): string {
  if (spec.sign !== '') refuse("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) {
    refuse("Alternate form (#) not allowed with integer format specifier 'c'");
  }
  if (BigInt.asIntN(64, integer) !== integer) {
    throw new PythonError('OverflowError', 'Python int too large to convert to C long');
  }
  if (integer < 0n || integer > 0x10ffffn) {
    throw new PythonError('OverflowError', '%c arg not in range(0x110000)');
  }
  return pad('', String.fromCodePoint(Number(integer)), spec);
}

function formatReal(value: number, spec: FormatSpec, type: PythonType): string {
  if (!/^[eEfFgGn%]?$/.test(spec.type)) refuseType(spec.type, type);
  const percent = spec.type === '%';
  const text = realDigits(percent ? value * 100 : value, spec);
  const isZero = spec.noNegativeZero && !/[1-9a-z]/i.test(text.split(/e/i)[0] ?? '');
  const lead = signOf((value < 0 || Object.is(value, -0)) && !isZero, spec);
  const end = /^[0-9]*/.exec(text)?.[0].length ?? 0;
  const tail = text.slice(end) + (percent ? '%' : '');
  return pad(lead, group(text.slice(0, end), tail, lead.length, spec, 3), spec);
}

function realDigits(value: number, spec: FormatSpec): string {
  if (spec.type === '' && spec.precision === undefined) {
    const shortest = floatRepr(Math.abs(value));
    return spec.alternate ? shortest.replace(/^(\d+)(e|$)/, '$1.$2') : shortest;
  }
  const kind = spec.type.toLowerCase();
  const text = formatFloat(value, {
    presentation: kind === 'e' ? 'e' : kind === 'f' || kind === '%' ? 'f' : 'g',
    precision: spec.precision ?? 6,
    alternate: spec.alternate,
    atLeastOneDecimal: spec.type === '',
  });
  return /[EFG]/.test(spec.type) ? text.toUpperCase() : text;
}

function signOf(negative: boolean, spec: FormatSpec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

/** Puts separators into `digits`; zeros that fill the width are grouped with them. */
function group(
  digits: string,
  tail: string,
  leadLength: number,
  spec: FormatSpec,
  size: number,
): string {
  if (spec.separator === '' || digits === '') return digits + tail;
  const width = spec.fill === '0' && spec.alignment === '=' ? spec.width : 0;
  const least = width - leadLength - tail.length;
  let padded = digits;
  while (grouped(padded, spec.separator, size).length < least) padded = `0${padded}`;
  return grouped(padded, spec.separator, size) + tail;
}

function grouped(digits: string, separator: string, size: number): string {
  const first = digits.length % size;
  const groups = digits.slice(first).match(new RegExp(`.{${size}}`, 'g')) ?? [];
  return [digits.slice(0, first), ...groups].filter((part) => part !== '').join(separator);
}

function pad(lead: string, body: string, spec: FormatSpec): string {
  const missing = Math.max(spec.width - Array.from(lead + body).length, 0);
  const fill = (count: number): string => spec.fill.repeat(count);
  switch (spec.alignment) {
    case '<':
      return lead + body + fill(missing);
    case '>':
      return fill(missing) + lead + body;
    case '^':
      return fill(Math.floor(missing / 2)) + lead + body + fill(Math.ceil(missing / 2));
    case '=':
      return lead + fill(missing) + body;
  }
}

function refuseType(code: string, type: PythonType): never {
  return refuse(`Unknown format code '${shownCode(code)}' for object of type '${type}'`);
}

function refuse(text: string): never {
  throw new PythonError('ValueError', text);
}
