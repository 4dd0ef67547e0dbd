/** Stages whose parameters a jq program makes out of the results of other steps. */
import { isJsonObject, type Json } from '../../../base/json.ts';
import { parsePointer, pointerText } from '../../../base/json-pointer.ts';
import { PythonError } from '../../../languages/python/error.ts';
import { pythonStr } from '../../../languages/python/value.ts';
import type { Scheduler } from '../../../languages/yadage/read/workflow.ts';
import { jqAll, jqFirst } from './jq.ts';
import {
  isDict,
  isList,
  mapJqLeaves,
  OutputReference,
  sortKeys,
  typeName,
  type Value,
} from '../../../languages/yadage/semantics/value.ts';
import type { WorkflowView } from '../../../languages/yadage/semantics/view.ts';

/** The parameters of each step, with references to the outputs they come from. */
export async function parametersByJq(
  view: WorkflowView,
  scheduler: Scheduler,
): Promise<readonly Value[]> {
  if (scheduler.bindings === undefined) throw new PythonError('KeyError', "'bindings'");
  const bindings = await replaceMarked(scheduler.bindings, '$wflowref', (marked) =>
    resolveWorkflowReference(view, marked),
  );
  const sets = await jqFirst(scheduler.stepscript ?? '[.]', bindings);
  const list = isJsonObject(sets) ? Object.keys(sets) : sets;
  if (!Array.isArray(list)) {
    throw new PythonError('TypeError', `'${typeName(sets)}' object is not iterable`);
  }
  return (list as readonly Json[]).map(withReferences);
}

/** `{$wflowref: [which steps, what of their results]}`: both are jq programs. */
async function resolveWorkflowReference(view: WorkflowView, marked: Json): Promise<Json> {
  const [nodes, results] = Array.isArray(marked) ? (marked as readonly Json[]) : [];
  if (typeof nodes !== 'string' || typeof results !== 'string') {
    throw new PythonError('ValueError', 'not enough values to unpack (expected 2, got 0)');
  }
  const steps: unknown = view.steps;
  const found = await jqAll(nodes, steps as Json);
  return replaceMarked(found, '_nodeid', (id) => selectFromNode(view, pythonStr(id), results));
}

async function selectFromNode(view: WorkflowView, id: string, program: string): Promise<Json> {
  const { result } = view.workflow.node(id);
  if (result === undefined) {
    throw new PythonError('AttributeError', "'NoneType' object has no attribute 'asrefs'");
  }
  const pointers = mapJqLeaves(sortKeys(result), (_leaf, at) => ({
    $wflowpointer: { step: id, result: pointerText(at) },
  }));
  return jqAll(program, pointers as Json);
}

/** Replaces every object that has `key` by what `change` makes of the value there. */
async function replaceMarked(
  value: Json,
  key: string,
  change: (marked: Json) => Promise<Json>,
): Promise<Json> {
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value as readonly Json[]) items.push(await replaceMarked(item, key, change));
    return items;
  }
  if (!isJsonObject(value)) return value;
  const marked = value[key];
  if (marked !== undefined) return change(marked);
  const entries: [string, Json][] = [];
  for (const [name, item] of Object.entries(value)) {
    entries.push([name, await replaceMarked(item, key, change)]);
  }
  return Object.fromEntries(entries);
}

function withReferences(value: Value): Value {
  if (isList(value)) return value.map(withReferences);
  if (!isDict(value)) return value;
  const pointer = value.$wflowpointer;
  if (pointer !== undefined && isDict(pointer)) {
    const { step, result } = pointer;
    if (typeof step === 'string' && typeof result === 'string') {
      return new OutputReference(step, parsePointer(result));
    }
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withReferences(item)]),
  );
}
