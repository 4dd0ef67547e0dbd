/** Actions on runs: start, restart, stop, delete; and their recovery after a restart of the server. */
import { rm } from 'node:fs/promises';
import type { JsonObject } from '../../base/json.ts';
import { RestError } from '../rest-error.ts';
import type { WorkflowType } from '../../reana/types.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { fullRunName } from '../store/run-name.ts';
import { executeRun, type Machinery } from './execute-run.ts';
import { addEngineLogLine, runFiles } from './run-files.ts';

export interface StartRequest {
  readonly parameters: JsonObject;
  readonly options: JsonObject;
}

export interface RunLife {
  /** @throws RestError 403 when the run was started before */
  start(run: StoredRun, request: StartRequest): void;
  /**
   * Makes and starts the next run of the series, in the same workspace.
   *
   * @throws RestError 403 unless the run has finished or failed
   */
  restart(
    run: StoredRun,
    specification: JsonObject,
    type: WorkflowType,
    request: StartRequest,
  ): StoredRun;
  /** @throws RestError 409 unless the run is running */
  stop(run: StoredRun): void;
  /**
   * Deletes the run, or all runs of its name that are not running, with their workspaces.
   *
   * @returns the run that was deleted last
   * @throws RestError 500 when the run is running
   */
  remove(run: StoredRun, allRuns: boolean): Promise<StoredRun>;
  /** Continues the runs that were waiting when the last server ended, and fails those that ran. */
  recover(): void;
  /** Ends all runs. */
  close(): Promise<void>;
}

export function createRunLife(machinery: Machinery): RunLife {
  const { runs, jobs } = machinery.store;
  const alive = new Map<string, { controller: AbortController; done: Promise<void> }>();

  function launch(run: StoredRun): void {
    const controller = new AbortController();
    const done = executeRun(run, machinery, controller.signal).finally(() => alive.delete(run.id));
    alive.set(run.id, { controller, done });
  }

  function begin(run: StoredRun, request: StartRequest): void {
    runs.setStartRequest(run.id, request.parameters, request.options);
    if (!runs.transition(run.id, ['created'], 'queued')) throw startedBefore(run);
    launch(run);
  }

  async function removeOne(run: StoredRun): Promise<void> {
    if (!runs.transition(run.id, deletable, 'deleted')) {
      throw new RestError(
        500,
        `Workflow ${fullRunName(run)} cannot be deleted as it is currently running.`,
      );
    }
    const execution = alive.get(run.id);
    execution?.controller.abort(new Error('The run was deleted.'));
    await execution?.done;
    await rm(runFiles(machinery.state, run).workspace, { recursive: true, force: true });
  }

  function fail(run: StoredRun, line: string): void {
    if (!runs.transition(run.id, ['running'], 'failed')) return;
    addEngineLogLine(runFiles(machinery.state, run), line);
    jobs.stopAll(run.id);
  }

  return {
    start(run, request) {
      if (run.status !== 'created') throw startedBefore(run);
      begin(run, request);
    },
    restart(run, specification, type, request) {
      if (run.status !== 'finished' && run.status !== 'failed') {
        throw new RestError(403, 'Only finished or failed workflows can be restarted.');
      }
      const again = runs.insertRestart(run, type, specification);
      begin(again, request);
      return again;
    },
    stop(run) {
      if (!runs.transition(run.id, ['running'], 'stopped')) {
        throw new RestError(409, `Workflow ${run.id} is not running.`);
      }
      addEngineLogLine(runFiles(machinery.state, run), 'The workflow was stopped.');
      alive.get(run.id)?.controller.abort(new Error('The run was stopped.'));
      jobs.stopAll(run.id);
    },
    async remove(run, allRuns) {
      await removeOne(run);
      let last = run;
      for (const other of allRuns ? runs.ofName(run.name) : []) {
        if (other.status === 'running' || other.id === run.id) continue;
        await removeOne(other);
        last = other;
      }
      return last;
    },
    recover() {
      for (const run of runs.withStatus(['running'])) {
        fail(run, 'The embedded REANA ended while this workflow was running.');
      }
      for (const run of runs.withStatus(['queued', 'pending'])) {
        runs.transition(run.id, ['pending'], 'queued');
        launch(run);
      }
    },
    async close() {
      for (const run of runs.withStatus(['running'])) {
        fail(run, 'The embedded REANA was closed while this workflow was running.');
      }
      const executions = [...alive.values()];
      for (const { controller } of executions) controller.abort(new Error('The server closes.'));
      await Promise.all(executions.map(({ done }) => done));
    },
  };
}

/** Every state but running: REANA refuses that one. */
const deletable = [
  'created',
  'queued',
  'pending',
  'finished',
  'failed',
  'stopped',
  'deleted',
] as const;

function startedBefore(run: StoredRun): RestError {
  return new RestError(
    403,
    `Workflow ${fullRunName(run)} is already ${run.status} and cannot be started again.`,
  );
}
