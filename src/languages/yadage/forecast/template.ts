/** Mistakes in a template of Python's `str.format`, given the names that it may use. */
import { type Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonFormat } from '../../python/format.ts';
import { parseFieldName, parseFormat, type FormatField } from '../../python/format-parser.ts';

/** A value that a template can name; `undefined` when only the run tells what it is. */
export type TemplateValues = ReadonlyMap<string, Json | undefined>;

export interface TemplateProblem {
  /** Where it is in the template, in UTF-16 units. */
  readonly index: number;
  /** The name that stands for nothing. */
  readonly missing?: string;
  /** What Python raises. */
  readonly error: PythonError;
}

/** All problems of `template`, in order; Python stops at the first one. */
export function templateProblems(template: string, values: TemplateValues): TemplateProblem[] {
  const characters = Array.from(template);
  const indexOf = (offset: number): number => characters.slice(0, offset).join('').length;
  const problems: TemplateProblem[] = [];
  let end = 0;
  try {
    for (const part of parseFormat(template)) {
      end = part.end;
      if (part.field === undefined) continue;
      const problem = fieldProblem(part.field, values);
      if (problem !== undefined) problems.push({ index: indexOf(part.offset ?? 0), ...problem });
    }
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    const brace = characters.findIndex((each, at) => at >= end && (each === '{' || each === '}'));
    problems.push({ index: indexOf(Math.max(brace, 0)), error });
  }
  return problems;
}

/** The names that the fields of `template` stand for, as far as it can be read. */
export function templateNames(template: string): string[] {
  const names: string[] = [];
  try {
    for (const { field } of parseFormat(template)) {
      if (field === undefined) continue;
      names.push(parseFieldName(field.name).first);
      if (field.nested) names.push(...templateNames(field.spec));
    }
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
  }
  return names;
}

function fieldProblem(
  field: FormatField,
  values: TemplateValues,
): Omit<TemplateProblem, 'index'> | undefined {
  try {
    const { first, index } = parseFieldName(field.name);
    const isName = first !== '' && index === undefined;
    if (isName && !values.has(first)) {
      return { missing: first, error: new PythonError('KeyError', `'${first}'`) };
    }
    const names = [...(isName ? [first] : []), ...(field.nested ? templateNames(field.spec) : [])];
    if (names.some((name) => values.has(name) && values.get(name) === undefined)) return undefined;
    pythonFormat(spell(field), { named: knownValues(values) });
    return undefined;
  } catch (error) {
    if (error instanceof PythonError) return { error };
    throw error;
  }
}

function spell({ name, conversion, spec }: FormatField): string {
  return `{${name}${conversion === '' ? '' : `!${conversion}`}${spec === '' ? '' : `:${spec}`}}`;
}

function knownValues(values: TemplateValues): Record<string, Json> {
  const known = Array.from(values).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
  return Object.fromEntries(known);
}
