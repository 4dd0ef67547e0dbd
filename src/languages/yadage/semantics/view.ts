/** A stage's view of the running workflow: the steps and values of its own scope and those below. */
import type { Json } from '../../../base/json.ts';
import { pointerText } from '../../../base/json-pointer.ts';
import { PythonError } from '../../python/error.ts';
import { findByPath } from '../jsonpath/jsonpath.ts';
import type { YadageStage } from '../read/workflow.ts';
import {
  emptyScope,
  StepNode,
  type InitScheduler,
  type Rule,
  type Scope,
  type StepIndex,
  type StepTask,
  type WorkflowState,
} from './model.ts';
import type { StateProvider } from './state.ts';

/** A stage to add: one of the specification, or the init stage. */
export interface StageSpec extends Omit<YadageStage, 'scheduler'> {
  readonly scheduler: YadageStage['scheduler'] | InitScheduler;
}

export class WorkflowView {
  readonly workflow: WorkflowState;
  /** JSON pointer of the scope. */
  readonly offset: string;

  constructor(workflow: WorkflowState, offset: string) {
    this.workflow = workflow;
    this.offset = offset;
  }

  get #scope(): Scope {
    return this.workflow.scope(this.offset);
  }

  get steps(): StepIndex {
    return this.#scope.steps;
  }

  /** The view of a scope below this one. */
  view(offset: string): WorkflowView {
    return new WorkflowView(this.workflow, this.offset + offset);
  }

  /** What a path expression matches in the steps of the scope. */
  query(expression: string): unknown[] {
    return findByPath(expression, this.steps);
  }

  /** The steps that an expression names: those of a stage, or single ones. */
  stepsOf(expression: string): StepNode[] {
    return this.#marks(expression, '_nodeid').map((id) => this.workflow.node(id));
  }

  /** The offsets of the sub-workflows that an expression names. */
  scopesOf(expression: string): string[] {
    return this.#marks(expression, '_offset');
  }

  #marks(expression: string, key: '_nodeid' | '_offset'): string[] {
    return this.query(expression).flatMap((match) => {
      const candidates: readonly unknown[] = Array.isArray(match) ? match : [match];
      return candidates.flatMap((candidate) => {
        const mark = isRecord(candidate) ? candidate[key] : undefined;
        return typeof mark === 'string' ? [mark] : [];
      });
    });
  }

  addValue(key: string, value: Json): void {
    if (this.#scope.values.has(key)) {
      throw new PythonError('RuntimeError', 'cannot overwrite value');
    }
    this.#scope.values.set(key, value);
  }

  value(key: string): Json | undefined {
    return this.#scope.values.get(key);
  }

  /** Adds a node to the graph; it runs after those whose outputs it uses. */
  addStep(task: Omit<StepTask, 'offset' | 'index'>): StepNode {
    const steps = this.#entriesOf(task.stage);
    const predecessors = new Set(task.inputs.map((input) => this.workflow.node(input.nodeId)));
    const node = new StepNode(
      this.workflow.newId(),
      { ...task, offset: this.offset, index: steps.length },
      Array.from(predecessors),
    );
    this.workflow.nodes.set(node.id, node);
    steps.push({ _nodeid: node.id });
    this.#scope.nodeIds.push(node.id);
    return node;
  }

  /** Adds stages to the scope itself. */
  addStages(stages: readonly StageSpec[], provider: StateProvider): void {
    for (const stage of stages) this.#addRule(stage, provider, this.offset);
  }

  /** Adds stages as a sub-workflow of `author`, in a scope of their own. */
  addWorkflow(author: string, stages: readonly StageSpec[], provider: StateProvider): void {
    const entries = this.#entriesOf(author);
    const relative = pointerText([author, entries.length]);
    const steps: StepIndex = { _offset: relative };
    entries.push(steps);
    this.workflow.scopes.set(this.offset + relative, emptyScope(steps));
    for (const stage of stages) this.#addRule(stage, provider, this.offset + relative);
  }

  #entriesOf(stage: string): Exclude<StepIndex[string], string> {
    const known = Object.hasOwn(this.steps, stage) ? this.steps[stage] : undefined;
    if (typeof known === 'object') return known;
    const entries: Exclude<StepIndex[string], string> = [];
    this.steps[stage] = entries;
    return entries;
  }

  #addRule(stage: StageSpec, provider: StateProvider, offset: string): void {
    if (stage.dependencies === undefined) throw new PythonError('KeyError', "'dependencies'");
    const rule: Rule = {
      id: this.workflow.newId(),
      name: stage.name,
      offset,
      provider,
      dependencies: stage.dependencies,
      scheduler: stage.scheduler,
    };
    this.workflow.rules.push(rule);
    this.workflow.scope(offset).ruleIds.push(rule.id);
  }

  /** Whether all stages of the scopes at and below `offset` are applied, and all their steps have results. */
  isScopeDone(offset: string): boolean {
    const full = this.offset + offset;
    const applied = new Set(this.workflow.applied.map((rule) => rule.id));
    return Array.from(this.workflow.scopes).every(
      ([place, scope]) =>
        !(place === full || place.startsWith(`${full}/`)) ||
        (scope.ruleIds.every((id) => applied.has(id)) &&
          scope.nodeIds.every((id) => this.workflow.node(id).hasResult)),
    );
  }
}

/** Whether `value` is an object whose keys can be read. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
