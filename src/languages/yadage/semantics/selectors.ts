/** Value expressions: what `{step: …, output: …}` and the like stand for. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { pythonRepr, pythonStr } from '../../python/value.ts';
import { findByPath } from '../jsonpath/jsonpath.ts';
import type { StepNode } from './model.ts';
import { isDict, isList, sortKeys, toReferences, typeName, type Value } from './value.ts';
import type { WorkflowView } from './view.ts';

type Expression = Readonly<Record<string, Value>>;

/** The value of a parameter: that of the expression it is, or itself. */
export function selectParameter(view: WorkflowView, parameter: Json): Value {
  return isExpression(parameter) ? evaluate(view, parameter) : parameter;
}

export function isExpression(value: Value): value is Expression {
  return isDict(value) && 'expression_type' in value;
}

/**
 * @throws PythonError as the real engine fails: for an unknown kind, for a step that is not there, …
 */
export function evaluate(view: WorkflowView, expression: Expression): Value {
  const kind = expression.expression_type ?? missing('expression_type');
  if (kind === 'stage-output-selector') return selectOutputs(view, expression);
  if (kind === 'fromvalue') return readValue(view, expression);
  throw new PythonError('KeyError', pythonRepr(kind as Json));
}

/** What a selector found: steps, or scopes of sub-workflows. */
type Source =
  | { readonly kind: 'step'; readonly node: StepNode; readonly result: Json | undefined }
  | { readonly kind: 'scope'; readonly view: WorkflowView };

function selectOutputs(view: WorkflowView, selection: Expression): Value {
  if ('stages' in selection || 'steps' in selection) {
    if ('stages' in selection && 'steps' in selection) {
      throw new PythonError('RuntimeError', 'stages and steps are aliases. pick one.');
    }
    const sources = findSources(view, selection.stages ?? selection.steps ?? null);
    const outputs = sources.map((source) => selectFrom(source, selection.output ?? null));
    return combine(outputs, isSet(selection.flatten), isSet(selection.unwrap));
  }
  if (!('step' in selection)) {
    throw new PythonError('RuntimeError', 'not sure how to deal with this.');
  }
  const [source, ...others] = findSources(view, selection.step ?? null);
  if (source === undefined || others.length > 0) throw new PythonError('AssertionError', '');
  return selectFrom(source, selection.output ?? null);
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== false && value !== null && value !== 0 && value !== '';
}

/** A path expression; what is no text fails as in jsonpath_rw. */
function pathOf(expression: Value): string {
  if (typeof expression === 'string') return expression;
  throw new PythonError('TypeError', `'${typeName(expression)}' object is not subscriptable`);
}

function findSources(view: WorkflowView, given: Value): Source[] {
  const query = pathOf(given);
  const steps = view.stepsOf(query);
  const scopes = view.scopesOf(query);
  if (steps.length > 0 && scopes.length > 0) {
    throw new PythonError(
      'RuntimeError',
      'both steps and scopes in selection? should be impossible',
    );
  }
  if (scopes.length > 0) return scopes.map((scope) => ({ kind: 'scope', view: view.view(scope) }));
  return steps.map((node) => ({ kind: 'step', node, result: node.result }));
}

function selectFrom(source: Source, selection: Value): Value {
  return source.kind === 'scope'
    ? selectRegistered(source.view, selection)
    : selectFromResult(source.node, source.result, selection);
}

/** What a sub-workflow has registered under a name; nothing when it has not. */
function selectRegistered(view: WorkflowView, key: Value): Value {
  const value = view.value(typeof key === 'string' ? key : '');
  if (value === undefined) return null;
  if (isExpression(value)) return evaluate(view, value);
  throw new PythonError('RuntimeError', 'not an expression value');
}

function selectFromResult(node: StepNode, result: Json | undefined, selection: Value): Value {
  if (result === undefined) {
    throw new PythonError('AttributeError', "'NoneType' object has no attribute 'asrefs'");
  }
  const references = toReferences(result, node.id);
  const key = isSet(selection) ? selection : '$';
  if (typeof key === 'string' && isDict(references) && Object.hasOwn(references, key)) {
    return references[key] ?? null;
  }
  if (typeof key === 'number' && isList(references) && key < references.length) {
    return references[key] ?? null;
  }
  const matches = findByPath(pathOf(key), references);
  if (matches.length === 0) {
    throw new PythonError(
      'RuntimeError',
      `no matches found in reference selection. selection ${pathOf(key)} | result <TypedLeafs: ${pythonStr(sortKeys(result))}>`,
    );
  }
  if (matches.length > 1) {
    throw new PythonError('RuntimeError', 'multiple matches in result jsonpath query');
  }
  return matches[0] as Value;
}

function combine(outputs: readonly Value[], flatten: boolean, unwrap: boolean): Value {
  const combined = outputs.flatMap((output) => (isList(output) && flatten ? output : [output]));
  return combined.length === 1 && unwrap ? (combined[0] ?? null) : combined;
}

function readValue(view: WorkflowView, expression: Expression): Value {
  let offset = '';
  if ('scope' in expression) {
    const [scope, ...others] = view.scopesOf(pathOf(expression.scope ?? null));
    if (scope === undefined || others.length > 0) throw new PythonError('AssertionError', '');
    offset = scope;
  }
  const value = selectRegistered(view.view(offset), expression.key ?? missing('key'));
  return isExpression(value) ? evaluate(view.view(offset), value) : value;
}

function missing(key: string): never {
  throw new PythonError('KeyError', pythonRepr(key));
}
