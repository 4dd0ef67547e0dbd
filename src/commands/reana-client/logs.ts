/** `reana-client logs`: what the engine and the jobs of a run said. */
import type { Command } from 'commander';
import { plainText } from '../../base/table.ts';
import type { JobLog, RunLogs } from '../../reana/types.ts';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, withRun, type WorkflowOptions } from './access.ts';

interface LogsOptions extends WorkflowOptions {
  readonly json?: boolean;
  readonly filter: readonly string[];
}

/** Adds `logs`. */
export function registerLogs(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('logs'))
    .description('print the logs of a run')
    .option('--json', 'print JSON')
    .option('--filter <step=NAME>', 'only the jobs of this step', appendStep, [])
    .action((options: LogsOptions) => logs(edge, options));
}

async function logs(edge: Edge, options: LogsOptions): Promise<void> {
  await withRun(edge, options, async (client, { id }) => {
    const steps = options.filter.length === 0 ? {} : { steps: options.filter };
    const found = await client.logs(id, steps, edge.signal);
    if (options.json === true) edge.stdout.write(`${JSON.stringify(asJson(id, found))}\n`);
    else printLogs(edge, id, found);
  });
}

function printLogs(edge: Edge, id: string, { engine, jobs }: RunLogs): void {
  if (engine !== '') edge.stdout.write(`==> Workflow engine logs\n${engine}\n`);
  if (jobs.length > 0) edge.stdout.write('\n==> Job logs\n');
  for (const job of jobs) {
    for (const [title, value] of facts(id, job)) {
      if (value !== '') edge.stdout.write(`==> ${title}: ${plainText(value)}\n`);
    }
    edge.stdout.write(`==> Logs:\n${job.logs}\n`);
  }
}

function facts(id: string, job: JobLog): [string, string][] {
  return [
    ['Step', job.name],
    ['Workflow ID', id],
    ['Compute backend', job.backend],
    ['Job ID', job.id],
    ['Docker image', job.image],
    ['Command', job.command],
    ['Status', job.status],
    ['Started', job.startedAt ?? ''],
    ['Finished', job.finishedAt ?? ''],
  ];
}

function asJson(id: string, { engine, jobs }: RunLogs): object {
  const entries = jobs.map((job) => [
    job.id,
    {
      workflow_uuid: id,
      job_name: job.name,
      compute_backend: job.backend,
      docker_img: job.image,
      cmd: job.command,
      status: job.status,
      logs: job.logs,
      started_at: job.startedAt ?? null,
      finished_at: job.finishedAt ?? null,
    },
  ]);
  const jobLogs: object = Object.fromEntries(entries) as object;
  return { workflow_logs: engine, job_logs: jobLogs, engine_specific: null };
}

function appendStep(text: string, before: readonly string[]): string[] {
  return [...before, text.replace(/^step=/, '')];
}
