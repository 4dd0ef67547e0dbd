/** Python's `string.Template(text).substitute(values)`, which serial workflows expand their commands with. */
import type { JsonObject } from '../../base/json.ts';
import { PythonError } from './error.ts';
import { pythonRepr, pythonStr } from './value.ts';

/** One `$` of a template; `index` counts UTF-16 units from the start of the text. */
export interface TemplatePart {
  readonly kind: 'escaped' | 'name' | 'invalid';
  readonly index: number;
  /** The parameter's name, for `kind: 'name'`. */
  readonly name: string;
}

/** Every `$` of `text`, in order: `$$`, `$name`, `${name}`, or one that Python refuses. */
export function templateParts(text: string): TemplatePart[] {
  return Array.from(text.matchAll(dollar), (match) => {
    const name = match.groups?.named ?? match.groups?.braced ?? '';
    const kind = name !== '' ? 'name' : match[0] === '$$' ? 'escaped' : 'invalid';
    return { kind, index: match.index, name };
  });
}

/**
 * Puts `values` in the place of `$name` and `${name}`; `$$` becomes `$`.
 *
 * @throws PythonError KeyError for a name without a value, ValueError for any other `$` (`$(…)`, `$1`, `$?`)
 */
export function substituteTemplate(text: string, values: JsonObject): string {
  return text.replace(dollar, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<'named' | 'braced', string | undefined>;
    const name = groups.named ?? groups.braced;
    if (name === undefined) {
      if (whole === '$$') return '$';
      throw invalidPlaceholder(text, rest.at(-3) as number);
    }
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new PythonError('KeyError', pythonRepr(name));
    return pythonStr(value);
  });
}

const dollar = /\$(?:\$|(?<named>[_a-zA-Z][_a-zA-Z0-9]*)|\{(?<braced>[_a-zA-Z][_a-zA-Z0-9]*)\}|)/g;

/** Every line end that `str.splitlines` knows. */
// eslint-disable-next-line no-control-regex -- Python ends lines at these as well
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

function invalidPlaceholder(text: string, index: number): PythonError {
  const lines = text.slice(0, index + 1).split(lineEnd);
  const column = Array.from(lines.at(-1) ?? '').length;
  return new PythonError(
    'ValueError',
    `Invalid placeholder in string: line ${lines.length}, col ${column}`,
  );
}
