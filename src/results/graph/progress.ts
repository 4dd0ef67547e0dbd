/** The state of the stages of a workflow, from the record of a run. */
import { serverTimeValue } from '../../base/server-time.ts';
import { unescapeStep } from '../../base/json-pointer.ts';
import type { Stage, Workflow } from '../../languages/workflow/workflow.ts';
import { allStages } from '../../languages/workflow/workflow.ts';
import type { RunRecord, StepRecord } from '../run-record.ts';
import type { StageProgress, StageStatus } from './annotation.ts';

/** In the order in which a stage with jobs of several kinds is called by the first. */
const statuses = [
  'failed',
  'stopped',
  'running',
  'waiting',
  'finished',
] as const satisfies StageStatus[];

/**
 * Ties the jobs of a run to stages by their names and, where stages share a name, by the folder that their
 * command works in. A stage without jobs has no entry.
 */
export function progressFromRecord(
  workflow: Workflow,
  record: Pick<RunRecord, 'steps'>,
): Map<string, StageProgress> {
  const stages = allStages(workflow).filter((stage) => stage.kind === 'step');
  const own = new Map<string, StepRecord[]>();
  const shared = new Map<string, StepRecord[]>();
  for (const [index, step] of record.steps.entries()) {
    const candidates = stages.filter((stage) => isNamed(workflow, stage, step, index));
    const exact = candidates.filter((stage) => step.name === stage.name);
    const named = exact.length > 0 ? exact : candidates;
    const placed = placedBy(named, step.command);
    const owners = placed.length > 0 ? placed : named;
    const list = owners.length === 1 ? own : shared;
    for (const { id } of owners) list.set(id, [...(list.get(id) ?? []), step]);
  }
  const entries = stages.flatMap(({ id }): [string, StageProgress][] => {
    const jobs = own.get(id) ?? [];
    const doubtful = shared.get(id) ?? [];
    if (doubtful.length > 0) return [[id, doubt([...jobs, ...doubtful])]];
    return jobs.length === 0 ? [] : [[id, summarise(jobs)]];
  });
  return new Map(entries);
}

/** yadage numbers the jobs of a multistep stage, cwltool those of a scatter; serial steps may have no name. */
function isNamed(workflow: Workflow, stage: Stage, { name }: StepRecord, index: number): boolean {
  if (name === stage.name) return true;
  if (workflow.language === 'serial') {
    return name === '' && stage.name.startsWith('step ') && stageOfJob(workflow, index) === stage;
  }
  if (workflow.language === 'snakemake') return false;
  return name.startsWith(`${stage.name}_`) && /^\d+$/.test(name.slice(stage.name.length + 1));
}

/** Serial jobs come in the order of the commands. */
function stageOfJob({ stages }: Workflow, index: number): Stage | undefined {
  let before = 0;
  return stages.find(({ jobs = 0 }) => {
    before += jobs;
    return index < before;
  });
}

/**
 * The stages whose folder a command names: `sub_0/inner_2` for the stage `sub/inner`. What is within the
 * folder of a deeper stage says nothing of an outer one with the same name.
 */
function placedBy(candidates: readonly Stage[], command: string): Stage[] {
  if (candidates.length < 2) return [...candidates];
  let rest = command;
  return candidates
    .toSorted((a, b) => b.id.split('/').length - a.id.split('/').length)
    .filter(({ id }) => {
      const before = rest;
      rest = rest.replace(folderPattern(id), ' ');
      return rest !== before;
    });
}

function folderPattern(id: string): RegExp {
  const names = id.split('/').map((name) => literally(unescapeStep(name)));
  return new RegExp(`/${names.join('(?:_\\d+)?/')}(?:_\\d+)?(?![\\w.-])`, 'g');
}

/** A pattern that matches `text` and nothing else. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

function summarise(steps: readonly StepRecord[]): StageProgress {
  const jobs: Partial<Record<StageStatus, number>> = {};
  for (const step of steps) {
    const status = statusOf(step);
    jobs[status] = (jobs[status] ?? 0) + 1;
  }
  const milliseconds = spanOf(steps);
  return {
    status: statuses.find((status) => jobs[status] !== undefined) ?? 'waiting',
    jobs,
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}

function doubt(steps: readonly StepRecord[]): StageProgress {
  const [first, ...others] = new Set(steps.map(statusOf));
  return { status: others.length > 0 ? 'unclear' : (first ?? 'unclear'), jobs: {} };
}

function statusOf({ status }: StepRecord): StageStatus {
  return statuses.find((known) => known === status) ?? 'waiting';
}

/** The server's times have no zone; only their differences mean something. */
function spanOf(steps: readonly StepRecord[]): number | undefined {
  const starts = steps.map(({ startedAt }) => serverTimeValue(startedAt)).filter(Number.isFinite);
  const ends = steps.map(({ finishedAt }) => serverTimeValue(finishedAt)).filter(Number.isFinite);
  if (starts.length === 0 || ends.length < steps.length) return undefined;
  const span = Math.max(...ends) - Math.min(...starts);
  return span >= 0 ? span : undefined;
}
