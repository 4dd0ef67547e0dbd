/**
 * The life of a workflow: stages whose turn has come are applied, steps whose inputs are there are submitted,
 * until nothing is left to do. It takes the decisions of yadage's polling loop, but looks only when a job has
 * ended.
 */
import type { Json } from '../../../base/json.ts';
import { PythonError } from '../../../languages/python/error.ts';
import { isTruthy, pythonRepr } from '../../../languages/python/value.ts';
import type { FileFinder } from './glob.ts';
import type {
  Rule,
  StepEnd,
  StepNode,
  StepTask,
  WorkflowState,
} from '../../../languages/yadage/semantics/model.ts';
import { isReady } from '../../../languages/yadage/semantics/predicates.ts';
import { contextualize } from '../../../languages/yadage/semantics/process.ts';
import { blockedNodes, topologicalOrder } from './node-order.ts';
import { applyRules } from '../../../languages/yadage/semantics/rules.ts';
import { prepublish, publish } from './publish.ts';
import { schedule } from './schedulers.ts';
import { typeName, withoutLength } from '../../../languages/yadage/semantics/value.ts';
import { WorkflowView } from '../../../languages/yadage/semantics/view.ts';

/** What runs steps. */
export interface StepBackend {
  /**
   * Starts a step; the promise inside is kept when it has ended, and never rejects.
   *
   * @throws PythonError when the step cannot be submitted, which ends the whole workflow
   */
  submit(task: StepTask): Promise<{ readonly ended: Promise<StepEnd> }>;
}

export interface LoopOptions {
  readonly backend: StepBackend;
  readonly files: FileFinder;
  /** When aborted, no more steps are submitted; the loop ends when the running ones have. */
  readonly signal: AbortSignal;
  /** Called after each round in which something happened. */
  readonly onProgress?: (workflow: WorkflowState) => void;
}

/**
 * Runs a workflow to its end.
 *
 * @returns whether no step has failed; stages that were never applied do not count
 * @throws PythonError for what the real engine dies of; the signal's reason when it is aborted
 */
export async function runLoop(workflow: WorkflowState, options: LoopOptions): Promise<boolean> {
  const loop = new Loop(workflow, options);
  while (!loop.isFinished()) {
    options.signal.throwIfAborted();
    const changed = await loop.round();
    if (changed) options.onProgress?.(workflow);
    else await loop.waitForStep();
  }
  return !Array.from(workflow.nodes.values()).some((node) => node.state === 'FAILED');
}

class Loop {
  readonly #workflow: WorkflowState;
  readonly #options: LoopOptions;
  readonly #running = new Set<Promise<void>>();
  #changed = false;

  constructor(workflow: WorkflowState, options: LoopOptions) {
    this.#workflow = workflow;
    this.#options = options;
  }

  isFinished(): boolean {
    if (this.#workflow.rules.some((rule) => this.#isApplicable(rule))) return false;
    const blocked = blockedNodes(this.#workflow);
    return !Array.from(this.#workflow.nodes.values()).some(
      (node) => (node.state === 'DEFINED' || node.state === 'RUNNING') && !blocked.has(node),
    );
  }

  /** Returns whether anything has happened. */
  async round(): Promise<boolean> {
    this.#changed = false;
    await this.#sync();
    await this.#applyRules();
    await this.#submitNodes();
    return this.#changed;
  }

  async waitForStep(): Promise<void> {
    if (this.#running.size === 0) {
      throw new PythonError('RuntimeError', 'nothing runs, and yet the workflow is not finished');
    }
    await Promise.race(this.#running);
  }

  async #sync(): Promise<void> {
    const nodes = Array.from(this.#workflow.nodes.values());
    for (const node of nodes) {
      // Only a look at files can give another answer the next time, and only until the step has run.
      const canChange = node.task.spec.publisher.publisher_type === 'fromparjq-pub';
      if (node.isForeseen && (!canChange || node.state === 'SUCCESS')) continue;
      node.isForeseen = true;
      node.expected = await this.#prepublish(node.task);
    }
    for (const node of nodes) await this.#updateState(node);
  }

  async #prepublish({ spec, parameters, state }: StepTask): Promise<Json | undefined> {
    const { files } = this.#options;
    return prepublish(spec.publisher, {
      parameters: contextualize(parameters, state),
      state,
      files,
    });
  }

  async #updateState(node: StepNode): Promise<void> {
    const { end } = node;
    if (!node.submitted || node.state === 'SUCCESS' || node.state === 'FAILED') return;
    const before = node.state;
    if (end === undefined) node.state = 'RUNNING';
    else if (end.succeeded) {
      node.state = 'SUCCESS';
      node.actual = await end.result();
    } else node.state = 'FAILED';
    this.#changed ||= node.state !== before;
  }

  async #applyRules(): Promise<void> {
    const anyApplied = await applyRules(
      this.#workflow,
      (rule) => this.#isApplicable(rule),
      (rule) => schedule(rule, this.#viewOf(rule)),
    );
    if (!anyApplied) return;
    this.#changed = true;
    await this.#sync();
    await this.#applyRules();
  }

  #isApplicable(rule: Rule): boolean {
    return isReady(this.#viewOf(rule), rule.dependencies);
  }

  #viewOf(rule: Rule): WorkflowView {
    return new WorkflowView(this.#workflow, rule.offset);
  }

  async #submitNodes(): Promise<void> {
    const submittable = topologicalOrder(this.#workflow).filter(
      (node) =>
        !node.submitted &&
        node.predecessors.every((other) => other.submitted && other.state === 'SUCCESS'),
    );
    for (const node of submittable) {
      this.#options.signal.throwIfAborted();
      if (node.isPurePublishing) node.end = await this.#publishOnly(node.task);
      else this.#watch(node, (await this.#options.backend.submit(node.task)).ended);
      node.submitted = true;
      this.#changed = true;
    }
  }

  /** Steps without a process run in the engine; an empty result counts as a failure. */
  async #publishOnly({ name, spec, parameters, state }: StepTask): Promise<StepEnd> {
    const { files } = this.#options;
    const [workdir] = state.readwrite;
    if (workdir !== undefined && name.includes('/')) {
      // The log is named after the step, and a slash in there asks for a folder that nobody made.
      const log = `${workdir}/_packtivity/${name}.step.log`;
      const text = `[Errno 2] No such file or directory: ${pythonRepr(log)}`;
      throw new PythonError('FileNotFoundError', text);
    }
    const result = await publish(spec.publisher, {
      parameters: contextualize(parameters, state),
      state,
      files,
    });
    const hasLength = ['list', 'dict', 'str'].includes(typeName(result));
    if (!hasLength) {
      throw withoutLength(result);
    }
    return isTruthy(result)
      ? { succeeded: true, result: () => Promise.resolve(result) }
      : { succeeded: false };
  }

  #watch(node: StepNode, ended: Promise<StepEnd>): void {
    const done = ended.then((end) => {
      node.end = end;
      this.#running.delete(done);
    });
    this.#running.add(done);
  }
}
