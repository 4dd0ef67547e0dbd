/** File names in the `input` and `output` of rules, which may hold wildcards in braces. */
import { type ASTNodeUnion, type Call, type ExprNode, iterChildNodes } from 'py-ast';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { calledName, plainText } from '../../python/plain.ts';
import type { SnakefileArgument } from '../argument.ts';
import { valueOf } from '../value.ts';
import { textsIn } from '../wildcard.ts';

export interface FilePattern {
  /** As written: `results/{sample}.root`. */
  readonly text: string;
  /** What it stands for, as far as that is known; else what is written. */
  readonly files: readonly string[];
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
    given.map(({ name = '', expression }) => patternsIn(expression, { name, config, depth: 0 })),
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

function patternsIn(node: ExprNode, place: Place): Patterns {
  const { name, config, depth } = place;
  const texts = textsOf(node, config);
  if (texts !== undefined) {
    const files = texts.filter((text) => text !== '');
    return { ...none, files: files.map((text) => ({ text, files: [text], name })) };
  }
  const reference = referenceIn(node);
  if (reference !== undefined) return { ...none, references: [{ ...reference, name }] };
  const items = depth < deepest ? itemsIn(node) : undefined;
  if (items === undefined) return { ...none, incomplete: true };
  const found = merge(items.map((item) => patternsIn(item, { ...place, depth: depth + 1 })));
  return node.nodeType === 'Call' && expansions.has(calledName(node.func) ?? '')
    ? { ...found, files: found.files.map((file) => expanded(file, node)) }
    : found;
}

function merge(all: readonly Patterns[]): Patterns {
  return {
    files: all.flatMap(({ files }) => files),
    references: all.flatMap(({ references }) => references),
    incomplete: all.some(({ incomplete }) => incomplete),
  };
}

/** Names that a pattern of `expand` stands for; what braces hold twice is a wildcard of the rule. */
function expanded(file: FilePattern, call: Call): FilePattern {
  const known = valueOf(call);
  const text = file.text.replaceAll('{{', '{').replaceAll('}}', '}');
  // Of several patterns it is not told which one a name comes from.
  const isOne = call.args[0] !== undefined && plainText(call.args[0]) !== undefined;
  const files = isOne && known !== undefined ? textsIn([{ value: known }]) : [text];
  return { ...file, text, files };
}

/** One text, put together of several, or a list that stands in the configuration. */
function textsOf(node: ExprNode, config: JsonObject): readonly string[] | undefined {
  const listed = configured(node, config);
  if (Array.isArray(listed)) {
    const items = listed as readonly Json[];
    return items.every((item) => typeof item === 'string') ? items : undefined;
  }
  const text = textOf(node, config);
  return text === undefined ? undefined : [text];
}

/** What only Python knows of it stands as a wildcard. */
function textOf(node: ExprNode, config: JsonObject): string | undefined {
  if (node.nodeType === 'JoinedStr') {
    const parts = node.values.map((part) => {
      if (part.nodeType !== 'FormattedValue') return textOf(part, config);
      return (
        textOf(part.value, config) ??
        `{${part.value.nodeType === 'Name' ? part.value.id : 'value'}}`
      );
    });
    return parts.join('');
  }
  if (node.nodeType === 'BinOp' && node.op.nodeType === 'Add') {
    const [left, right] = [textOf(node.left, config), textOf(node.right, config)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (node.nodeType === 'Call' && calledName(node.func) === 'os.path.join') {
    const parts = node.args.map((part) => textOf(part, config));
    return parts.includes(undefined) ? undefined : parts.join('/');
  }
  const value = plainText(node) ?? configured(node, config);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The value of `config["a"]["b"]` or `config.get("a")`. */
function configured(node: ExprNode, config: JsonObject): Json | undefined {
  if (node.nodeType === 'Name') return node.id === 'config' ? config : undefined;
  const owner =
    node.nodeType === 'Subscript'
      ? node.value
      : node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'get'
        ? node.func.value
        : undefined;
  const key =
    node.nodeType === 'Subscript'
      ? node.slice
      : node.nodeType === 'Call'
        ? node.args[0]
        : undefined;
  if (owner === undefined || key === undefined) return undefined;
  const [value, name] = [configured(owner, config), plainText(key)];
  if (!isJsonObject(value) || name === undefined) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The rule, and the name of the output, of `rules.fit.output`, `rules.fit.output.plot`, `rules.fit.output[0]`. */
function referenceIn(node: ExprNode): Omit<RuleReference, 'name'> | undefined {
  const whole = node.nodeType === 'Subscript' ? node.value : node;
  const [, rule, output = ''] =
    /^rules\.(\w+)\.output(?:\.(\w+))?$/.exec(calledName(whole) ?? '') ?? [];
  return rule === undefined ? undefined : { rule, output };
}

/** The rules of `rules.fit.…` in an expression, without what a function does when it is called. */
export function rulesNamedIn(expression: ExprNode): readonly string[] {
  const names = new Set<string>();
  const open: ASTNodeUnion[] = [expression];
  for (const node of open) {
    if (node.nodeType === 'Lambda') continue;
    if (
      node.nodeType === 'Attribute' &&
      node.value.nodeType === 'Name' &&
      node.value.id === 'rules' &&
      !node.attr.startsWith('_')
    ) {
      names.add(node.attr);
    }
    open.push(...iterChildNodes(node));
  }
  return [...names];
}

/** Functions that put names together. */
const expansions = new Set(['expand', 'collect']);
/** Functions whose first argument holds the files. */
const ofFirst = new Set([
  ...['temp', 'temporary', 'protected', 'directory', 'touch', 'ancient', 'report', 'unpack'],
  ...['local', 'pipe', 'service', 'ensure', 'repeat', 'update', 'before_update', 'storage'],
  ...expansions,
]);

/** The parts of a list, a tuple, a sum or a call; `undefined` for anything else. */
function itemsIn(node: ExprNode): readonly ExprNode[] | undefined {
  if (node.nodeType === 'List' || node.nodeType === 'Tuple' || node.nodeType === 'Set') {
    return node.elts;
  }
  const isMany = node.nodeType === 'ListComp' || node.nodeType === 'SetComp';
  if (isMany || node.nodeType === 'GeneratorExp') return [node.elt];
  if (node.nodeType === 'Starred') return [node.value];
  if (node.nodeType === 'IfExp') return [node.body, node.orelse];
  if (node.nodeType === 'Call') return itemsOfCall(node);
  return node.nodeType === 'BinOp' && node.op.nodeType === 'Add'
    ? [node.left, node.right]
    : undefined;
}

function itemsOfCall({ func, args }: Call): readonly ExprNode[] | undefined {
  const name = calledName(func) ?? '';
  const [first, ...others] = args;
  if (name !== 'multiext') return ofFirst.has(name) ? args.slice(0, 1) : undefined;
  // `multiext("plot", ".png", ".pdf")` is `plot.png` and `plot.pdf`.
  return first === undefined
    ? []
    : others.map((end) => ({
        ...{ nodeType: 'BinOp', left: first, op: { nodeType: 'Add' }, right: end },
        ...{ lineno: end.lineno, col_offset: end.col_offset },
      }));
}
