/** Input parameters: what the specification declares, and what is set at start with `--parameter`. */
import { ReanaCiError } from '../base/error.ts';
import { ExactNumber, isJsonObject, parseLeniently } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { readText } from '../document/read-text.ts';
import type { Specification } from './specification.ts';
import { suggestionHint } from '../document/suggestion.ts';
import { parameterFile } from './workflow-source.ts';
import { plainValue } from '../document/yaml-scalar.ts';
import { readYaml, toJson } from '../document/yaml.ts';

/**
 * The parameters a run starts from: `inputs.parameters`, or for CWL and Snakemake the content of the file
 * named there.
 *
 * @throws ReanaCiError `specification` when that file is missing or not a YAML mapping
 */
export async function declaredParameters(specification: Specification): Promise<JsonObject> {
  const file = parameterFile(specification);
  if (file === undefined) return specification.inputs.parameters;
  const text = await readText(specification.root, file.path);
  const content = toJson(readYaml(file.path, text));
  if (content === null) return {};
  if (isJsonObject(content)) return content;
  throw new ReanaCiError('specification', `${file.path} has to hold names and their values`);
}

/**
 * Gives parameters their types. A value is text, as with reana-client, unless the declared value is a
 * number, a boolean, a list or a mapping, and the text reads as one.
 *
 * @param declared what {@link declaredParameters} gives; without it the parameters of a CWL or Snakemake
 * workflow that keeps them in a file are taken as they come
 * @throws ReanaCiError `usage` naming every parameter the specification does not declare
 */
export function parseParameters(
  values: Readonly<Record<string, string>>,
  specification: Specification,
  declared?: JsonObject,
): JsonObject {
  if (declared === undefined && parameterFile(specification) !== undefined) return values;
  const known = declared ?? specification.inputs.parameters;
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) {
    const message = `--parameter: ${specification.file} declares no ${unknown.join(', ')}`;
    const [first = ''] = unknown;
    throw new ReanaCiError('usage', message, { hint: suggestionHint(first, Object.keys(known)) });
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, likeDefault(text, known[name])]),
  );
}

function likeDefault(text: string, declared: Json | undefined): Json {
  if (typeof declared === 'string' || declared === undefined || declared === null) return text;
  const value =
    typeof declared === 'object' && !isNumeric(declared)
      ? parseLeniently(text)
      : plainValue(text).value;
  return value !== undefined && kindOf(value) === kindOf(declared) ? value : text;
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'list';
  return isNumeric(value) ? 'number' : typeof value;
}

function isNumeric(value: Json): boolean {
  return typeof value === 'number' || value instanceof ExactNumber;
}
