/** What one copy of a workflow holds while its stages are gone through: steps, and copies of sub-workflows. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import { findByPath } from '../../yadage/jsonpath.ts';
import type { Value } from './value.ts';

export interface Scope {
  /** The stage whose sub-workflow it is; empty for the workflow itself. */
  readonly id: string;
  /** Whether it stands for an unknown number of copies. */
  readonly many: boolean;
  /** What path expressions search: by stage, an entry for each step or copy it became. */
  readonly index: Record<string, unknown>;
  /** What an entry of the index stands for; the same map for all scopes. */
  readonly meanings: Map<unknown, StepInstance | Scope>;
  /** What `register_values` names, still as expressions. */
  readonly values: Map<string, Json>;
  /** Parameters handed in that a stage inside has read. */
  readonly read: Set<string>;
  /** Names of the stages that never start. */
  readonly waiting: Set<string>;
}

/** A step that a stage became. */
export interface StepInstance {
  readonly stage: string;
  readonly result: Value;
  /** Whether it stands for an unknown number of steps. */
  readonly many: boolean;
}

/** @param outer the scope that the new one lies in */
export function createScope(id: string, many: boolean, outer?: Scope): Scope {
  return {
    id,
    many,
    index: {},
    meanings: outer?.meanings ?? new Map<unknown, StepInstance | Scope>(),
    values: new Map(),
    read: new Set(),
    waiting: new Set(),
  };
}

/** Makes `name` stand for steps, or for copies of a sub-workflow. */
export function enter(scope: Scope, name: string, found: readonly (StepInstance | Scope)[]): void {
  scope.index[name] = found.map((each) => {
    const entry = 'index' in each ? each.index : {};
    scope.meanings.set(entry, each);
    return entry;
  });
}

/** What a path expression names; nothing when it cannot be read. */
export function select(scope: Scope, expression: Json | undefined): (StepInstance | Scope)[] {
  if (typeof expression !== 'string') return [];
  try {
    return findByPath(expression, scope.index)
      .flat()
      .flatMap((entry) => scope.meanings.get(entry) ?? []);
  } catch (error) {
    if (error instanceof PythonError) return [];
    throw error;
  }
}
