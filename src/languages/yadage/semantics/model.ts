/** The state of a running workflow: its graph, its scopes, and the rules that still wait for their turn. */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../python/error.ts';
import type { Packtivity, Predicate, Scheduler } from '../read/workflow.ts';
import type { StateProvider, StepState } from './state.ts';
import type { OutputReference } from './value.ts';
import { isEqual } from './value.ts';
import { pythonRepr } from '../../python/value.ts';

export type NodeState = 'DEFINED' | 'RUNNING' | 'SUCCESS' | 'FAILED';

/** A step to run, with its parameters before their `{workdir}` is filled in. */
export interface StepTask {
  readonly name: string;
  readonly spec: Packtivity;
  readonly parameters: Json;
  readonly state: StepState;
  /** The outputs of other steps that the parameters were made of. */
  readonly inputs: readonly OutputReference[];
  /** Where in the workflow the step belongs. */
  readonly stage: string;
  readonly offset: string;
  readonly index: number;
}

/** How a step that ran has ended. */
export type StepEnd =
  /** `result` may fail, which ends the whole workflow. */
  | { readonly succeeded: true; readonly result: () => Promise<Json> }
  | { readonly succeeded: false };

/** A node of the graph. */
export class StepNode {
  readonly id: string;
  readonly task: StepTask;
  readonly predecessors: readonly StepNode[];
  state: NodeState = 'DEFINED';
  submitted = false;
  /** Set when the step's job has ended, until the next look at it. */
  end: StepEnd | undefined;
  /** Whether it was already asked what the step will publish. */
  isForeseen = false;
  /** What the step will publish, where that can be told beforehand. */
  expected: Json | undefined;
  actual: Json | undefined;

  constructor(id: string, task: StepTask, predecessors: readonly StepNode[]) {
    this.id = id;
    this.task = task;
    this.predecessors = predecessors;
  }

  /** Whether the step only publishes, and runs nothing. */
  get isPurePublishing(): boolean {
    return this.task.spec.process === null && this.task.spec.environment === null;
  }

  get hasResult(): boolean {
    return this.expected !== undefined || this.state === 'SUCCESS';
  }

  /** What the step publishes, if that is known. */
  get result(): Json | undefined {
    if (this.expected === undefined) return this.actual;
    const { actual } = this;
    if (this.state === 'SUCCESS' && actual !== undefined && !isEqual(actual, this.expected)) {
      throw new PythonError(
        'RuntimeError',
        `prepublished and actual result differ:\n result:\n${pythonRepr(actual)}\n prepub:${pythonRepr(this.expected)}`,
      );
    }
    return this.expected;
  }
}

/** A stage as the engine holds it: of the workflow itself, or of a sub-workflow. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  /** The JSON pointer of the scope it belongs to; empty for the workflow itself. */
  readonly offset: string;
  readonly provider: StateProvider;
  readonly dependencies: Predicate;
  readonly scheduler: Scheduler | InitScheduler;
}

/** The step that a workflow starts from: it publishes the workflow's parameters. */
export interface InitScheduler {
  readonly scheduler_type: 'init-stage';
  readonly parameters: Json;
  readonly inputs: readonly OutputReference[];
  readonly nodeName: string;
  readonly step: Packtivity;
}

/** `{stage: [{_nodeid} | {_offset, substage: […]}]}`, which dependencies and selectors search. */
export type StepIndex = Record<string, StepIndexEntry[] | string>;
export type StepIndexEntry = StepIndex | { _nodeid: string };

/** What belongs to one scope: the workflow itself, or one sub-workflow. */
export interface Scope {
  readonly steps: StepIndex;
  readonly ruleIds: string[];
  readonly nodeIds: string[];
  /** Values that stages have registered under a name. */
  readonly values: Map<string, Json>;
}

export class WorkflowState {
  /** In order of creation. */
  readonly nodes = new Map<string, StepNode>();
  readonly rules: Rule[] = [];
  readonly applied: Rule[] = [];
  /** By offset; the workflow's own is `''`. */
  readonly scopes = new Map<string, Scope>([['', emptyScope({})]]);
  #ids = 0;

  newId(): string {
    this.#ids += 1;
    return `id-${this.#ids}`;
  }

  node(id: string): StepNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new PythonError('KeyError', pythonRepr(id));
    return node;
  }

  scope(offset: string): Scope {
    const scope = this.scopes.get(offset);
    if (scope === undefined) throw new PythonError('JsonPointerException', `no scope ${offset}`);
    return scope;
  }
}

export function emptyScope(steps: StepIndex): Scope {
  return { steps, ruleIds: [], nodeIds: [], values: new Map() };
}
