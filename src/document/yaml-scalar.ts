/**
 * The meaning of a YAML scalar to PyYAML's `safe_load`, which every part of REANA reads YAML with: YAML 1.1
 * with PyYAML's own patterns (`1e-7` is a string, `1.0e-7` a number, `on` is true, `010` is 8).
 */
import type { Scalar } from 'yaml';
import { ExactNumber, numberFromSource } from '../base/json.ts';
import type { JsonPrimitive } from '../base/json.ts';

/** A value, and why it is not what the author can have wanted when JSON has no such value. */
export interface ScalarValue {
  readonly value: JsonPrimitive;
  readonly problem?: string;
  /** A date, which some readers take for text. */
  readonly isDate?: boolean;
}

const tagPrefix = 'tag:yaml.org,2002:';

const booleans = new Map<string, boolean>(
  ['yes', 'true', 'on', 'no', 'false', 'off'].flatMap((word, index) =>
    [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`, word.toUpperCase()].map(
      (spelling) => [spelling, index < 3] as const,
    ),
  ),
);
const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);
const integer = /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+)$/;
const sexagesimalInteger = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const sexagesimalFloat = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const date =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** The value of a scalar node of a document that `readYaml` made. */
export function scalarValue(node: Scalar): ScalarValue {
  const text = typeof node.value === 'string' ? node.value : '';
  const { tag } = node;
  if (tag === undefined) return node.type === 'PLAIN' ? plainValue(text) : { value: text };
  if (tag === '!') return node.type === 'PLAIN' ? plainValue(text) : { value: text };
  return taggedValue(text, tag);
}

/** A scalar as the key of a JSON object: what Python's `json.dumps` makes of such a key. */
export function scalarKey(node: Scalar): string {
  const { value } = scalarValue(node);
  if (typeof value === 'number') {
    // Python pads an exponent to two digits: 1e-07.
    return String(value).replace(/e([-+])(\d)$/, 'e$10$2');
  }
  return String(value);
}

/** The value of a scalar that stands without quotes. */
export function plainValue(text: string): ScalarValue {
  if (nulls.has(text)) return { value: null };
  const boolean = booleans.get(text);
  if (boolean !== undefined) return { value: boolean };
  // Nearly every scalar is a word; only these characters can begin a number or a date.
  if (!/^[-+.0-9=<]/.test(text)) return { value: text };
  const special = text === '=' || text === '<<';
  return (
    integerValue(text) ??
    floatValue(text) ?? {
      value: text,
      ...(date.test(text)
        ? { problem: 'is read as a date, which JSON does not have', isDate: true }
        : {}),
      ...(special ? { problem: 'has a special meaning in YAML 1.1' } : {}),
    }
  );
}

/** Whether `text`, written without quotes, would be read as this same string. */
export function isPlainString(text: string): boolean {
  const { value, problem } = plainValue(text);
  return value === text && problem === undefined;
}

function taggedValue(text: string, tag: string): ScalarValue {
  const unreadable = { value: text, problem: `is not of its type ${tag.replace(tagPrefix, '!!')}` };
  switch (tag.startsWith(tagPrefix) ? tag.slice(tagPrefix.length) : '') {
    case 'str':
      return { value: text };
    case 'null':
      return { value: null };
    case 'bool': {
      const value = booleans.get(text.toLowerCase());
      return value === undefined ? unreadable : { value };
    }
    case 'int':
      return integerValue(text) ?? unreadable;
    case 'float': {
      const read = floatValue(text);
      if (read !== undefined) return read;
      const number = text === '' ? NaN : Number(text.replaceAll('_', ''));
      return Number.isFinite(number) ? { value: floatFrom(number) } : unreadable;
    }
    default:
      return {
        value: text,
        problem: `has the tag ${tag.replace(tagPrefix, '!!')}, which REANA refuses to read`,
      };
  }
}

function integerValue(text: string): ScalarValue | undefined {
  if (sexagesimalInteger.test(text)) return { value: numberFromSource(String(sexagesimal(text))) };
  if (!integer.test(text)) return undefined;
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  if (/^0[bx]$/.test(digits)) return { value: text, problem: 'has no digits' };
  const spelling = /^0[0-7]/.test(digits) ? `0o${digits}` : digits;
  const magnitude = String(BigInt(spelling));
  return { value: magnitude === '0' ? 0 : numberFromSource(`${sign}${magnitude}`) };
}

function floatValue(text: string): ScalarValue | undefined {
  const number = sexagesimalFloat.test(text)
    ? sexagesimal(text)
    : float.test(text)
      ? Number(text.replaceAll('_', ''))
      : notFinite.test(text)
        ? Infinity
        : undefined;
  if (number === undefined) return undefined;
  return Number.isFinite(number)
    ? { value: floatFrom(number) }
    : { value: text, problem: 'is not a finite number, which JSON does not have' };
}

/** `1:30` is 90: minutes and seconds, YAML 1.1's base-60 numbers. */
function sexagesimal(text: string): number {
  const magnitude = text
    .replace(/^[-+]/, '')
    .replaceAll('_', '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return text.startsWith('-') ? -magnitude : magnitude;
}

/** A float keeps being one where its value is integral: `30.` is 30.0, `1.0e+20` is 1e+20, as Python writes it. */
function floatFrom(value: number): number | ExactNumber {
  if (!Number.isInteger(value)) return value;
  const spelling =
    Math.abs(value) < 1e16
      ? `${Object.is(value, -0) ? '-0' : String(value)}.0`
      : value.toExponential();
  return new ExactNumber(spelling);
}
