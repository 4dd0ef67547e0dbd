/** File names in the `input` and `output` of rules, which may hold wildcards in braces. */
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import type { Token } from '../token.ts';
import { readArguments, splitAt, textOf, type SnakefileArgument } from '../value.ts';

export interface FilePattern {
  /** As written: `results/{sample}.root`. */
  readonly text: string;
  /** Of `name=…`; empty for an argument without a name. */
  readonly name: string;
}

/** A reference to what another rule declares: `rules.fit.output.plot`. */
export interface RuleReference {
  readonly rule: string;
  readonly output: string;
  readonly name: string;
}

export interface Patterns {
  readonly files: readonly FilePattern[];
  readonly references: readonly RuleReference[];
  /** Whether there is more, such as a function, of which only Python can tell what it gives. */
  readonly incomplete: boolean;
}

/** @param config what the rules know as `config` */
export function readPatterns(given: readonly SnakefileArgument[], config: JsonObject): Patterns {
  return merge(
    given.map(({ name = '', tokens }) => patternsIn(tokens, { name, config, depth: 0 })),
  );
}

const none: Patterns = { files: [], references: [], incomplete: false };
/** Levels of lists and calls that are looked into. */
const deepest = 8;

interface Place {
  readonly name: string;
  readonly config: JsonObject;
  readonly depth: number;
}

function patternsIn(tokens: readonly Token[], place: Place): Patterns {
  const { name, config, depth } = place;
  const texts = textsOf(tokens, config);
  if (texts !== undefined) {
    return { ...none, files: texts.filter((text) => text !== '').map((text) => ({ text, name })) };
  }
  const [rule, output] = referenceIn(tokens) ?? [];
  if (rule !== undefined) return { ...none, references: [{ rule, output: output ?? '', name }] };
  const items = depth < deepest ? itemsIn(tokens) : undefined;
  if (items === undefined) return { ...none, incomplete: true };
  return merge(items.map((item) => patternsIn(item, { ...place, depth: depth + 1 })));
}

function merge(all: readonly Patterns[]): Patterns {
  return {
    files: all.flatMap(({ files }) => files),
    references: all.flatMap(({ references }) => references),
    incomplete: all.some(({ incomplete }) => incomplete),
  };
}

/** One text, put together with `+`, or a list that stands in the configuration. */
function textsOf(tokens: readonly Token[], config: JsonObject): readonly string[] | undefined {
  const listed = configured(tokens, config);
  if (Array.isArray(listed)) {
    const items = listed as readonly Json[];
    return items.every((item) => typeof item === 'string') ? items : undefined;
  }
  const parts = splitAt('+', tokens).map((part) => textOfPart(part, config));
  return parts.every((part) => part !== undefined) ? [parts.join('')] : undefined;
}

function textOfPart(tokens: readonly Token[], config: JsonObject): string | undefined {
  const isText = tokens.length > 0 && tokens.every(({ kind }) => kind === 'string');
  if (isText) return tokens.map(({ text }) => textOf(text) ?? writtenIn(text)).join('');
  const value = configured(tokens, config);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** What stands between the quotes. */
function writtenIn(literal: string): string {
  return literal.replace(/^[a-zA-Z]*('''|"""|'|")([^]*)\1$/, '$2');
}

/** The value of `config["a"]["b"]` or `config.get("a")`. */
function configured(tokens: readonly Token[], config: JsonObject): Json | undefined {
  const shape = tokens.map(({ kind, text }) => (kind === 'string' ? '"' : text)).join('');
  if (!/^config(?:\["\])+$|^config\.get\("[^]*\)$/.test(shape)) return undefined;
  const texts = tokens
    .filter(({ kind }) => kind === 'string')
    .map(({ text }) => textOf(text) ?? '');
  const keys = shape.startsWith('config.') ? texts.slice(0, 1) : texts;
  return keys.reduce<Json | undefined>(
    (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    config,
  );
}

/** The rule, and the name of the output, of `rules.fit.output`, `rules.fit.output.plot`, `rules.fit.output[0]`. */
function referenceIn(tokens: readonly Token[]): [string, string | undefined] | undefined {
  const texts = tokens.map(({ text }) => text);
  const [, rule, output] =
    /^rules \. (\w+) \. output(?: \. (\w+)| \[ [^\]]* \])?$/.exec(texts.join(' ')) ?? [];
  return rule === undefined ? undefined : [rule, output];
}

/** Functions whose first argument holds the files; others only say how names are put together. */
const ofFirst = new Set([
  ...['expand', 'collect', 'temp', 'temporary', 'protected', 'directory', 'touch', 'ancient'],
  ...['report', 'unpack', 'local', 'pipe', 'service'],
]);

/** The parts of a list, a tuple, a sum or a call; `undefined` for anything else. */
function itemsIn(tokens: readonly Token[]): (readonly Token[])[] | undefined {
  const parts = splitAt('+', tokens);
  if (parts.length > 1) return parts;
  const [first, second] = tokens;
  const isCall = first?.kind === 'name' && second?.text === '(';
  const inside = insideBracket(isCall ? tokens.slice(1) : tokens);
  if (first === undefined || inside === undefined) return undefined;
  const items = readArguments(inside).arguments.map((each) => beforeFor(each.tokens));
  if (!isCall) return items;
  if (first.text === 'multiext') return endings(items);
  return ofFirst.has(first.text) ? items.slice(0, 1) : undefined;
}

/** What is between a bracket that the first token opens and the last one closes. */
function insideBracket(tokens: readonly Token[]): readonly Token[] | undefined {
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'operator' && /^[([]$/.test(text)) depth += 1;
    if (kind === 'operator' && /^[)\]]$/.test(text)) depth -= 1;
    if (depth > 0) continue;
    return index > 0 && index === tokens.length - 1 ? tokens.slice(1, -1) : undefined;
  }
  return undefined;
}

/** `"{s}.root"` of `"{s}.root" for s in SAMPLES`. */
function beforeFor(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex(({ kind, text }) => kind === 'name' && text === 'for');
  return end === -1 ? tokens : tokens.slice(0, end);
}

/** `multiext("plot", ".png", ".pdf")` is `plot.png` and `plot.pdf`. */
function endings([base = [], ...ends]: readonly (readonly Token[])[]): (readonly Token[])[] {
  return ends.map((end) => {
    const [first] = end;
    const plus: Token[] = first === undefined ? [] : [{ ...first, kind: 'operator', text: '+' }];
    return [...base, ...plus, ...end];
  });
}
