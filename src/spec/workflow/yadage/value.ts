/** Values as far as they are known before a run, and which outputs they come from. */
import { isJsonObject, type Json } from '../../../base/json.ts';

export type Value =
  | (Derived & { readonly kind: 'list'; readonly items: readonly Value[] })
  | (Derived & { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Value> })
  /** Something of which only the run can tell how it looks. */
  | (Derived & { readonly kind: 'unknown' })
  /** One thing: a number, a text, a file. A text that is no template is known. */
  | (Derived & { readonly kind: 'single'; readonly text?: string });

interface Derived {
  /** Empty for what is written in the workflow itself. */
  readonly origins: readonly Origin[];
}

/** An output of a stage; the empty text when the whole result is meant. */
export interface Origin {
  readonly stage: string;
  readonly output: string;
}

/**
 * @param origins given to the value and everything in it
 * @param readText what a text stands for
 */
export function fromJson(
  json: Json,
  origins: readonly Origin[] = [],
  readText: (text: string, origins: readonly Origin[]) => Value = readTemplate,
): Value {
  if (typeof json === 'string') return readText(json, origins);
  if (Array.isArray(json)) {
    const items = (json as readonly Json[]).map((item) => fromJson(item, origins, readText));
    return { kind: 'list', items, origins };
  }
  if (isJsonObject(json)) {
    const entries = Object.entries(json).map(
      ([key, item]) => [key, fromJson(item, origins, readText)] as const,
    );
    return { kind: 'dict', entries: new Map(entries), origins };
  }
  return { kind: 'single', origins };
}

/** A text in a workflow: known unless `{workdir}` and the like are put into it. */
function readTemplate(text: string, origins: readonly Origin[]): Value {
  return { kind: 'single', origins, ...(/[{}]/.test(text) ? {} : { text }) };
}

/**
 * A text among the parameters of a run: when a file has that name the engine puts the file's path in its
 * place, and a pattern becomes the list of the files that match.
 */
export function readInitText(text: string, origins: readonly Origin[]): Value {
  return { kind: /[*?[]/.test(text) ? 'unknown' : 'single', origins };
}

export function unknown(origins: readonly Origin[]): Value {
  return { kind: 'unknown', origins };
}

/** `value` as an output that a stage publishes: where it came from before does not matter any more. */
export function publishedAs(value: Value, origin: Origin): Value {
  const origins = [origin];
  switch (value.kind) {
    case 'list':
      return { ...value, origins, items: value.items.map((item) => publishedAs(item, origin)) };
    case 'dict':
      return {
        ...value,
        origins,
        entries: new Map(
          Array.from(value.entries, ([key, item]) => [key, publishedAs(item, origin)]),
        ),
      };
    case 'unknown':
    case 'single':
      return { ...value, origins };
  }
}

/** Long lists are shared by many steps, and asked for again and again. */
const known = new WeakMap<Value, readonly Origin[]>();

/** All outputs that `value` is made of, each once. */
export function originsOf(value: Value): readonly Origin[] {
  const answer = known.get(value) ?? collectOrigins(value);
  known.set(value, answer);
  return answer;
}

function collectOrigins(value: Value): Origin[] {
  const found = new Map<string, Origin>();
  for (const part of partsOf(value)) {
    for (const origin of part.origins)
      found.set(JSON.stringify([origin.stage, origin.output]), origin);
  }
  return Array.from(found.values());
}

function partsOf(value: Value): Value[] {
  if (value.kind === 'list') return [value, ...value.items.flatMap(partsOf)];
  if (value.kind === 'dict') return [value, ...Array.from(value.entries.values()).flatMap(partsOf)];
  return [value];
}
