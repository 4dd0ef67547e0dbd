/** Component templates as GitLab reads them: a header with inputs, and a body that they are put into. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export interface InputDefinition {
  readonly description?: string;
  readonly type?: 'string' | 'number' | 'boolean' | 'array';
  readonly regex?: string;
  readonly options?: readonly unknown[];
  readonly default?: unknown;
}

export interface Template {
  /** Of the component: `run`. */
  readonly name: string;
  readonly header: {
    readonly spec: { readonly inputs: Readonly<Record<string, InputDefinition>> };
  };
  /** Not interpolated. */
  readonly body: Readonly<Record<string, Job>>;
}

export type Job = Readonly<Record<string, unknown>>;

export const templateFolder = path.resolve(import.meta.dirname, '../../templates');

export function readTemplates(): Template[] {
  return readdirSync(templateFolder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => {
      const text = readFileSync(path.join(templateFolder, file), 'utf8');
      const documents = parseAllDocuments(text);
      if (!Array.isArray(documents)) throw new Error(`${file} is empty.`);
      const [header, body] = documents.map((document) => document.toJS() as never);
      return { name: path.basename(file, '.yml'), header: header!, body: body! };
    });
}

const reference = /\$\[\[ inputs\.([A-Za-z0-9_-]+) \]\]/g;
const wholeReference = /^\$\[\[ inputs\.([A-Za-z0-9_-]+) \]\]$/;

/** Puts inputs, or their defaults, in the place of `$[[ inputs.… ]]`; a whole value keeps its type. */
export function interpolate(
  { header, body }: Template,
  inputs: Readonly<Record<string, unknown>> = {},
): Record<string, Job> {
  const valueOf = (name: string): unknown => {
    const definition = header.spec.inputs[name];
    if (definition === undefined) throw new Error(`There is no input ${name}.`);
    const value = inputs[name] ?? definition.default;
    if (value === undefined) throw new Error(`The input ${name} has no value.`);
    return value;
  };
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const whole = wholeReference.exec(value)?.[1];
      if (whole !== undefined) return valueOf(whole);
      return value.replace(reference, (_match, name: string) => String(valueOf(name)));
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [String(fill(key)), fill(item)]),
    );
  };
  return fill(body) as Record<string, Job>;
}

/** The names of the inputs that `value` refers to. */
export function inputsIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(reference)].map(([, name]) => name!);
}
