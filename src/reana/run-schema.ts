/** Runs as the server describes them, parsed into {@link WorkflowRun}. */
import * as v from 'valibot';

import { pageOf } from './pages.ts';
import { runStatuses, type Progress, type RunStatus, type WorkflowRun } from './types.ts';
import { amount, text } from './schema.ts';

const jobCount = v.optional(
  v.object({ total: v.optional(amount, 0), job_ids: v.optional(v.array(v.string()), []) }),
  {},
);

const progress = v.pipe(
  v.object({
    total: jobCount,
    running: jobCount,
    finished: jobCount,
    failed: jobCount,
    current_command: text,
    current_step_name: text,
    run_started_at: text,
    run_finished_at: text,
    run_stopped_at: text,
  }),
  v.transform((raw): Progress => {
    // A job's id stays among the running ones after it has ended.
    const ended = new Set([...raw.finished.job_ids, ...raw.failed.job_ids]);
    const listed = raw.running.job_ids;
    const running =
      listed.length > 0
        ? listed.filter((id) => !ended.has(id)).length
        : Math.max(raw.running.total - raw.finished.total - raw.failed.total, 0);
    return {
      total: raw.total.total,
      running,
      finished: raw.finished.total,
      failed: raw.failed.total,
      ...(raw.current_step_name && { currentStep: raw.current_step_name }),
      ...(raw.current_command && { currentCommand: raw.current_command }),
      ...(raw.run_started_at && { startedAt: raw.run_started_at }),
      ...(raw.run_finished_at && { finishedAt: raw.run_finished_at }),
      ...(raw.run_stopped_at && { stoppedAt: raw.run_stopped_at }),
    };
  }),
);

const workflowRun = v.pipe(
  v.object({
    id: v.string(),
    name: v.string(),
    status: v.picklist(runStatuses),
    created: v.optional(v.string(), ''),
    progress: v.optional(v.nullable(progress)),
  }),
  v.transform((raw): WorkflowRun => ({
    ...raw,
    progress: raw.progress ?? { total: 0, running: 0, finished: 0, failed: 0 },
  })),
);

/** `GET /api/workflows` */
export const runListSchema = pageOf(workflowRun);

/** Answer of create. */
export const createdRunSchema = v.object({
  workflow_id: v.string(),
  workflow_name: v.string(),
  validation_warnings: v.optional(
    v.array(v.object({ message: v.optional(v.string(), ''), path: text })),
    [],
  ),
});

/** Answer of start and restart: the bare name, and the run number besides it. */
export const startedRunSchema = v.object({
  workflow_id: v.string(),
  workflow_name: text,
  run_number: v.nullish(v.union([v.string(), v.number()])),
  status: v.nullish(v.picklist(runStatuses)),
});

/** Answer to a change of a run's status. */
export function changedRunSchema(status: RunStatus) {
  return v.object({ status: v.literal(status) });
}
