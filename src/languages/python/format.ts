/** Python's `str.format`, with its field forms and its errors, for values that came from YAML or JSON. */
import { ExactNumber, isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { PythonError } from './error.ts';
import { formatValue } from './format-value.ts';
import { parseFieldName, parseFormat, type FormatField } from './format-parser.ts';
import { pythonRepr, pythonStr, pythonType } from './value.ts';

export interface FormatArguments {
  /** Values of `{name}`. */
  readonly named?: JsonObject;
  /** Values of `{0}`, `{1}`, …, and of `{}` in turn. */
  readonly positional?: readonly Json[];
}

/**
 * `template.format(*positional, **named)`.
 *
 * @throws PythonError of the class and text that Python 3.11 raises
 */
export function pythonFormat(template: string, values: FormatArguments): string {
  return expand(template, values, new AutoNumber(), 2);
}

function expand(
  template: string,
  values: FormatArguments,
  auto: AutoNumber,
  depth: number,
): string {
  if (depth === 0) throw new PythonError('ValueError', 'Max string recursion exceeded');
  let text = '';
  for (const part of parseFormat(template)) {
    text += part.literal;
    if (part.field !== undefined) text += render(part.field, values, auto, depth);
  }
  return text;
}

function render(
  field: FormatField,
  values: FormatArguments,
  auto: AutoNumber,
  depth: number,
): string {
  const value = convert(lookUp(field.name, values, auto), field.conversion);
  const spec = field.nested ? expand(field.spec, values, auto, depth - 1) : field.spec;
  return formatValue(value, spec);
}

/** Whether fields are numbered by hand or by turn; a template may not mix both. */
class AutoNumber {
  #mode: 'automatic' | 'manual' | undefined;
  #next = 0;

  position(index: number | undefined): number {
    const mode = index === undefined ? 'automatic' : 'manual';
    this.#mode ??= mode;
    if (this.#mode !== mode) {
      const [from, to] =
        mode === 'automatic'
          ? ['manual field specification', 'automatic field numbering']
          : ['automatic field numbering', 'manual field specification'];
      throw new PythonError('ValueError', `cannot switch from ${from} to ${to}`);
    }
    return index ?? this.#next++;
  }
}

function lookUp(name: string, values: FormatArguments, auto: AutoNumber): Json {
  const { first, index, rest } = parseFieldName(name);
  let value: Json;
  if (first === '' || index !== undefined) {
    const position = auto.position(index);
    value =
      values.positional?.[position] ??
      raise(
        'IndexError',
        `Replacement index ${position} out of range for positional args tuple`,
        values.positional?.length,
        position,
      );
  } else {
    value = item(values.named ?? {}, first);
  }
  for (const access of rest()) {
    value =
      access.kind === 'attribute'
        ? attribute(value, access.name)
        : element(value, access.name, access.index);
  }
  return value;
}

/** `null` for a place that exists and holds `None`; otherwise the error. */
function raise(type: string, text: string, length = 0, position = 0): null {
  if (position < length) return null;
  throw new PythonError(type, text);
}

function item(values: JsonObject, key: string): Json {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new PythonError('KeyError', pythonRepr(key));
  return value;
}

function element(value: Json, name: string, index: number | undefined): Json {
  if (typeof value === 'string' || Array.isArray(value)) {
    const kind = typeof value === 'string' ? 'string' : 'list';
    if (index === undefined) {
      const allowed = kind === 'string' ? "integers, not 'str'" : 'integers or slices, not str';
      throw new PythonError('TypeError', `${kind} indices must be ${allowed}`);
    }
    const found = (typeof value === 'string' ? Array.from(value) : (value as Json[]))[index];
    if (found === undefined) throw new PythonError('IndexError', `${kind} index out of range`);
    return found;
  }
  if (!isJsonObject(value)) {
    throw new PythonError('TypeError', `'${pythonType(value)}' object is not subscriptable`);
  }
  // A number in brackets is an int, and no key of a JSON object is one.
  if (index !== undefined) throw new PythonError('KeyError', String(index));
  return item(value, name);
}

function attribute(value: Json, name: string): Json {
  const numeric =
    typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber;
  const isFloat = pythonType(value) === 'float';
  if (numeric && name === 'real') return typeof value === 'boolean' ? Number(value) : value;
  if (numeric && name === 'imag') return isFloat ? new ExactNumber('0.0') : 0;
  if (numeric && !isFloat && name === 'numerator') return Number(value);
  if (numeric && !isFloat && name === 'denominator') return 1;
  throw new PythonError(
    'AttributeError',
    `'${pythonType(value)}' object has no attribute '${name}'`,
  );
}

function convert(value: Json, conversion: string): Json {
  switch (conversion) {
    case '':
      return value;
    case 's':
      return pythonStr(value);
    case 'r':
      return pythonRepr(value);
    case 'a':
      return asciiOnly(pythonRepr(value));
    default: {
      const code = conversion.codePointAt(0) ?? 0;
      const shown = code > 32 && code < 127 ? conversion : `\\x${code.toString(16)}`;
      throw new PythonError('ValueError', `Unknown conversion specifier ${shown}`);
    }
  }
}

function asciiOnly(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    if (code <= 0xff) return `\\x${hex}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
}
