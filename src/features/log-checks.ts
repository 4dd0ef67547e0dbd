/** Steps about what the workflow engine and the jobs printed. */
import type { JobLog, RunLogs } from '../reana/types.ts';
import { type Check, type Evidence, unquoted } from './check.ts';
import { createSearch } from './text-search.ts';

export const logsContain: Check = async (evidence, [content = '']) =>
  (await engineSays(evidence, content)) || (await jobsSay(evidence, content))
    ? undefined
    : { failed: `the logs do not contain "${content}"` };

export const engineLogsContain: Check = async (evidence, [content = '']) =>
  (await engineSays(evidence, content))
    ? undefined
    : { failed: `the engine logs do not contain "${content}"` };

export const jobLogsContain: Check = async (evidence, [content = '']) =>
  (await jobsSay(evidence, content))
    ? undefined
    : { failed: `the job logs do not contain "${content}"` };

export const stepLogsContain: Check = async (evidence, [name = '', content = '']) => {
  const elsewhere = await logsContain(evidence, [content]);
  if (elsewhere !== undefined) return elsewhere;
  const step = unquoted(name);
  const job = lastJobOf(await evidence.logs(), step);
  if (job === undefined) return { failed: `there is no step "${step}"` };
  return (await isIn(evidence, job.logs, job.logFile, content))
    ? undefined
    : { failed: `the logs of step "${step}" do not contain "${content}"` };
};

/** REANA looks at one job of a step, the last one. */
export function lastJobOf({ jobs }: RunLogs, step: string): JobLog | undefined {
  return jobs.findLast(({ name }) => name === step);
}

async function engineSays(evidence: Evidence, content: string): Promise<boolean> {
  const { engine, engineSpecific = '', engineFile } = await evidence.logs();
  return isIn(evidence, `${engine}${engineSpecific}`, engineFile, content);
}

async function jobsSay(evidence: Evidence, content: string): Promise<boolean> {
  for (const { logs, logFile } of (await evidence.logs()).jobs) {
    if (await isIn(evidence, logs, logFile, content)) return true;
  }
  return false;
}

/** @param file of the whole log, where `text` has the end only */
async function isIn(
  evidence: Evidence,
  text: string,
  file: string | undefined,
  content: string,
): Promise<boolean> {
  if (text.includes(content)) return true;
  if (file === undefined) return false;
  const search = createSearch(content);
  await evidence.readLog(file, search.take);
  return search.end() === true;
}
