/** `reana-client logs`: what the engine and the jobs of a run said. */
import type { Command } from 'commander';
import * as v from 'valibot';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { plainText } from '../../base/table.ts';
import type { Edge } from '../edge.ts';
import { parseWholeNumber } from '../whole-number.ts';
import {
  addWorkflowOption,
  printError,
  printNote,
  refuse,
  runCall,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { readAs } from './answer.ts';
import { append, asciiOnly } from './columns.ts';
import { checkStatus } from './filters.ts';

interface LogsOptions extends WorkflowOptions {
  readonly json?: boolean;
  readonly filter: readonly string[];
  readonly page: number;
  readonly size?: number;
}

const fields: Readonly<Record<string, string>> = {
  compute_backend: 'compute_backend',
  docker_img: 'docker_img',
  status: 'status',
  step: 'job_name',
};
const titles: Readonly<Record<string, string>> = {
  workflow_uuid: 'Workflow ID',
  compute_backend: 'Compute backend',
  backend_job_id: 'Job ID',
  docker_img: 'Docker image',
  cmd: 'Command',
  status: 'Status',
  started_at: 'Started',
  finished_at: 'Finished',
};
const backends: Readonly<Record<string, string>> = {
  kubernetes: 'Kubernetes',
  htcondorcern: 'HTCondor',
  slurmcern: 'Slurm',
};

const logsSchema = v.looseObject({
  workflow_logs: v.nullish(v.string()),
  job_logs: v.record(v.string(), v.record(v.string(), v.unknown())),
  engine_specific: v.nullish(v.string()),
});
type Logs = v.InferOutput<typeof logsSchema>;

/** Adds `logs`. */
export function registerLogs(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('logs'))
    .description('print the logs of a run')
    .option('--json', 'print JSON')
    .option('--filter <name=value>', 'only jobs with this step, status, docker_img, …', append, [])
    .option('--page <number>', 'which page', parseWholeNumber(1), 1)
    .option('--size <number>', 'jobs on a page', parseWholeNumber(1))
    .action((options: LogsOptions) => logs(edge, options));
}

async function logs(edge: Edge, options: LogsOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const { steps, others } = parseLogFilters(edge, options.filter);
  const answer = await withServer(
    edge,
    options,
    (reason) => `Cannot retrieve the logs of a workflow ${workflow}: \n${reason}`,
    async (client) => {
      const { page, size } = options;
      const call = runCall(`read the logs of ${workflow}`, 'GET', workflow, ['logs'], {
        page,
        size,
      });
      const body = steps.length === 0 ? {} : { body: stepsBody(steps) };
      return readAnswer(await client.ask({ ...call, ...body }, edge.signal));
    },
  );
  const kept = Object.entries(answer.job_logs).filter(([, job]) =>
    others.every(([field, value]) => job[field] === value),
  );
  answer.job_logs = Object.fromEntries(kept);
  if (options.json === true) edge.stdout.write(`${asciiOnly(JSON.stringify(answer, null, 2))}\n`);
  else printLogs(edge, answer, steps);
}

function stepsBody(steps: readonly string[]) {
  const content = Buffer.from(JSON.stringify(steps));
  return { type: 'application/json', size: content.length, open: () => content };
}

/** The logs are JSON within JSON. */
function readAnswer(answer: unknown): Logs {
  const { logs: text } = readAs(v.object({ logs: v.string() }), answer);
  try {
    return readAs(logsSchema, JSON.parse(text));
  } catch (error) {
    if (isReanaCiError(error)) throw error;
    throw new ReanaCiError('not-reana', 'The logs are not those of REANA.', { cause: error });
  }
}

function parseLogFilters(
  edge: Edge,
  filters: readonly string[],
): { steps: string[]; others: [field: string, value: string][] } {
  const steps = new Set<string>();
  const others = new Map<string, string>();
  const known = `Available filters are '${Object.keys(fields).join("' '")}'.`;
  for (const filter of filters) {
    const [name = '', value, ...more] = filter.split('=');
    if (value === undefined || more.length > 0) {
      const example = 'for example --filter status=running.';
      throw refuse(edge, `Please provide complete --filter name=value pairs, ${example}\n${known}`);
    }
    const field = fields[name];
    if (field === undefined) throw refuse(edge, `Filter '${name}' is not valid.\n${known}`);
    if (name === 'step') steps.add(value);
    else if (name === 'status') others.set(field, checkStatus(edge, value));
    else
      others.set(
        field,
        name === 'compute_backend' ? (backends[value.toLowerCase()] ?? value) : value,
      );
  }
  return { steps: [...steps], others: [...others] };
}

function printLogs(edge: Edge, answer: Logs, steps: readonly string[]): void {
  const { workflow_logs: engine, engine_specific: inner } = answer;
  const jobs = Object.entries(answer.job_logs);
  const print = (line: string) => edge.stdout.write(`${line}\n`);
  if (isThere(engine)) print(`==> Workflow engine logs\n${engine}`);
  if (isThere(inner)) print(`\n\n==> Engine internal logs\n${inner}`);
  const found = new Set(jobs.map(([, job]) => job.job_name));
  const missing = steps.filter((step) => !found.has(step));
  if (missing.length > 0) {
    const advice = 'check for spelling mistakes in the step names.';
    printError(edge, `The logs of step(s) ${missing.join(',')} were not found, ${advice}`);
  }
  if (jobs.length > 0) print('\n\n==> Job logs');
  for (const [id, { logs: text, job_name: name, ...facts }] of jobs) {
    const title = isThere(name) ? name : id;
    print(`==> Step: ${plainText(title)}`);
    for (const [field, value] of Object.entries(facts)) {
      if (isThere(value)) print(`==> ${titles[field] ?? field}: ${plainText(value)}`);
    }
    if (isThere(text)) print(`==> Logs:\n${text}`);
    else printNote(edge, `Step ${plainText(title)} emitted no logs.`);
  }
}

function isThere(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
