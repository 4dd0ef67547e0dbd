/** The value of a parameter in a Snakefile of PanDA, as far as it is known without Python. */
import type { ExprNode } from 'py-ast';
import type { Json } from '../../base/json.ts';
import type { SnakefileArgument } from '../../languages/snakemake/argument.ts';
import { readPatterns } from '../../languages/snakemake/graph/pattern.ts';
import { calledName, plainConstant, plainText } from '../../languages/python/plain.ts';

export type ParameterValue =
  /** `braces` is a wildcard that Snakemake would have to fill in. */
  | { readonly kind: 'value'; readonly value: Json; readonly braces?: string }
  /** Inputs of the workflow, or `step/outDS`. */
  | { readonly kind: 'sources'; readonly sources: readonly string[]; readonly isList: boolean }
  /** Only Python knows. */
  | { readonly kind: 'unknown' };

const unknown: ParameterValue = { kind: 'unknown' };
/** The rule that says what is wanted. */
export const targetName = 'all';

/** @param rule that the parameter belongs to */
export function parameterValue(given: SnakefileArgument, rule: string): ParameterValue {
  if (given.isUnpacked) return unknown;
  return valueOf(given.expression, given, rule);
}

function valueOf(node: ExprNode, given: SnakefileArgument, rule: string): ParameterValue {
  if (node.nodeType === 'List' || node.nodeType === 'Tuple') {
    return listOf(node.elts.map((item) => valueOf(item, given, rule)));
  }
  if (node.nodeType === 'Call') {
    const name = calledName(node.func)?.replace(/^.*\./, '');
    const [first, second] = node.args;
    const text = first === undefined ? undefined : plainText(first);
    if (name === 'param_exp') return text === undefined ? unknown : { kind: 'value', value: text };
    if (name !== 'param_of' || text === undefined) return unknown;
    const named = node.keywords.find(({ arg }) => arg === 'source')?.value ?? second;
    const source = named === undefined ? rule : /^rules\.(\w+)$/.exec(calledName(named) ?? '')?.[1];
    if (source === undefined) return unknown;
    const whole = source === targetName ? text : `${source}/${text}`;
    return { kind: 'sources', sources: [whole], isList: false };
  }
  const constant = plainConstant(node);
  if (constant !== undefined) return { kind: 'value', value: constant };
  const { files, references, incomplete } = readPatterns([{ ...given, expression: node }], {});
  if (incomplete) return unknown;
  if (references.length > 0) {
    // Without an index or a name it is the list of all outputs.
    const isList = node.nodeType === 'Attribute' && node.attr === 'output';
    return { kind: 'sources', sources: references.map((one) => `${one.rule}/outDS`), isList };
  }
  return textValue(node, files[0]?.text ?? '');
}

function textValue(node: ExprNode, text: string): ParameterValue {
  // What an f-string puts in is not known.
  if (node.nodeType === 'JoinedStr' && text.includes('{')) return unknown;
  // As Snakemake looks for them: also within doubled braces.
  const wildcard = /\{\s*\w+\s*(?:,[^{}]*)?\}/.exec(text)?.[0];
  return { kind: 'value', value: text, ...(wildcard === undefined ? {} : { braces: wildcard }) };
}

function listOf(items: readonly ParameterValue[]): ParameterValue {
  if (items.some(({ kind }) => kind === 'unknown')) return unknown;
  if (items.every((item) => item.kind === 'value')) {
    return { kind: 'value', value: items.map(({ value }) => value) };
  }
  const sources = items.flatMap((item) =>
    item.kind === 'sources'
      ? item.sources
      : item.kind === 'value'
        ? [JSON.stringify(item.value)]
        : [],
  );
  return { kind: 'sources', sources, isList: true };
}
