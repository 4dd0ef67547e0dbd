/** What `{step: …, output: …}` and the like stand for, as far as it is known before the run. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { select, type Scope, type StepInstance } from './scope.ts';
import { fromJson, originsOf, unknown, type Value } from './value.ts';

/** Only a whole parameter can be an expression; what looks like one inside of it is text. */
export function evaluate(scope: Scope, json: Json): Value {
  if (!isJsonObject(json) || json.expression_type === undefined) return fromJson(json);
  if (json.expression_type === 'fromvalue') return readValue(scope, json);
  return 'step' in json
    ? selectOne(scope, json)
    : selectAll(scope, json.stages ?? json.steps, json);
}

function selectOne(scope: Scope, { step, output }: JsonObject): Value {
  const [found, ...others] = select(scope, step);
  if (found === undefined || others.length > 0) return unknown([]);
  return outputOf(scope, found, output);
}

function selectAll(scope: Scope, stages: Json | undefined, expression: JsonObject): Value {
  const found = select(scope, stages);
  const outputs = found.map((each) => outputOf(scope, each, expression.output));
  const origins = outputs.flatMap(originsOf);
  if (found.some((each) => each.many)) return unknown(origins);
  const flatten = isSet(expression.flatten);
  if (flatten && outputs.some((output) => output.kind === 'unknown')) return unknown(origins);
  const items = outputs.flatMap((output) =>
    flatten && output.kind === 'list' ? output.items : [output],
  );
  const [only] = items;
  return items.length === 1 && only !== undefined && isSet(expression.unwrap)
    ? only
    : { kind: 'list', items, origins: [] };
}

function outputOf(scope: Scope, found: StepInstance | Scope, output: Json | undefined): Value {
  if ('index' in found) return registered(found, output);
  const { result } = found;
  if (output === undefined || output === null || output === '') {
    noteRead(scope, result.kind === 'dict' ? Array.from(result.entries.keys()) : []);
    return result;
  }
  if (result.kind !== 'dict' || typeof output !== 'string') return within(found, output);
  const [name = ''] = /^[^.[]+/.exec(output) ?? [];
  if (found.stage === scope.id) noteRead(scope, [name]);
  const part = result.entries.get(output);
  if (part !== undefined) return part;
  const outer = result.entries.get(name);
  return outer === undefined ? within(found, output) : unknown(originsOf(outer));
}

/** A part of a result that nobody knows before the run, by the name it is asked for with. */
function within({ stage }: StepInstance, output: Json): Value {
  return unknown([{ stage, output: typeof output === 'string' ? output : '' }]);
}

function noteRead(scope: Scope, names: readonly string[]): void {
  for (const name of names) scope.read.add(name);
}

/** What a sub-workflow has registered under a name. */
function registered(scope: Scope, key: Json | undefined): Value {
  const expression = typeof key === 'string' ? scope.values.get(key) : undefined;
  return expression === undefined ? unknown([]) : evaluate(scope, expression);
}

function readValue(scope: Scope, { scope: path, key }: JsonObject): Value {
  if (path === undefined) return registered(scope, key);
  const [found] = select(scope, path);
  return found !== undefined && 'index' in found ? registered(found, key) : unknown([]);
}

function isSet(value: Json | undefined): boolean {
  return value === true || value === 1 || (typeof value === 'string' && value !== '');
}
