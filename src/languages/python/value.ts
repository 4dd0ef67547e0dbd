/** Values from YAML or JSON as Python's `str()` and `repr()` write them. */
import { ExactNumber, isJsonObject, type Json } from '../../base/json.ts';
import { floatRepr } from './float.ts';

export type PythonType = 'str' | 'int' | 'float' | 'bool' | 'NoneType' | 'list' | 'dict';

/** The Python class that `json.loads` or PyYAML gives `value`. */
export function pythonType(value: Json): PythonType {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (value instanceof ExactNumber) return value.isFloat ? 'float' : 'int';
  return isJsonObject(value) ? 'dict' : 'list';
}

/** `str(value)`: strings as they are, everything else like {@link pythonRepr}. */
export function pythonStr(value: Json): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** `repr(value)`: `'text'`, `30.0`, `True`, `None`, `[1, 'x']`, `{'k': 1}`. */
export function pythonRepr(value: Json): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return stringRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isNumeric(value)) return numberRepr(value);
  if (isJsonObject(value)) {
    const items = Object.entries(value).map(
      ([key, item]) => `${stringRepr(key)}: ${pythonRepr(item)}`,
    );
    return `{${items.join(', ')}}`;
  }
  return `[${value.map((item) => pythonRepr(item)).join(', ')}]`;
}

/** Whether Python's `if value:` holds. */
export function isTruthy(value: Json): boolean {
  if (value === null || typeof value === 'boolean') return value === true;
  if (typeof value === 'string') return value !== '';
  if (isNumeric(value)) return Number(value) !== 0;
  return isJsonObject(value) ? Object.keys(value).length > 0 : value.length > 0;
}

/** The whole number that an `int` or `bool` stands for. */
export function integerOf(value: number | boolean | ExactNumber): bigint {
  return value instanceof ExactNumber ? BigInt(value.source) : BigInt(value);
}

function isNumeric(value: Json): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function numberRepr(value: number | ExactNumber): string {
  return pythonType(value) === 'int' ? integerOf(value).toString() : floatRepr(Number(value));
}

const namedEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'"]|[\p{C}\p{Z}]/gu, (character) => {
    if (character === ' ') return character;
    if (character === quote) return `\\${quote}`;
    if (character === "'" || character === '"') return character;
    return namedEscapes[character] ?? codePointEscape(character);
  });
  return quote + escaped + quote;
}

function codePointEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
