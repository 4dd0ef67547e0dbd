/** Steps about the run as a whole: its status, how long it took, how large its workspace is. */
import { serverTimeValue } from '../base/server-time.ts';
import { type Check, unquoted } from './check.ts';
import { lastJobOf } from './log-checks.ts';
import { formatSize, readSize } from './size.ts';

export const isCompleted: Check = async (evidence) => {
  const { name, status } = await evidence.run();
  return status === 'finished' || status === 'failed'
    ? undefined
    : { skipped: `${name} is ${status}` };
};

export const isInStatus: Check = async (evidence, [wanted = '']) => {
  const { name, status } = await evidence.run();
  return status === unquoted(wanted) ? undefined : { skipped: `${name} is ${status}` };
};

export const shouldBeInStatus: Check = async (evidence, [wanted = '']) => {
  const { name, status } = await evidence.run();
  return status === unquoted(wanted) ? undefined : { failed: `${name} is ${status}` };
};

export const runIsShorter: Check = async (evidence, [minutes = '']) => {
  const { progress } = await evidence.run();
  return shorter('the run', progress.startedAt, progress.finishedAt, minutes);
};

export const stepIsShorter: Check = async (evidence, [name = '', minutes = '']) => {
  const step = unquoted(name);
  const job = lastJobOf(await evidence.logs(), step);
  if (job === undefined) return { failed: `there is no step "${step}"` };
  return shorter(`step "${step}"`, job.startedAt, job.finishedAt, minutes);
};

/** The size itself passes, in both. */
export const workspaceIsSmaller = workspaceCheck((actual, bound) => actual <= bound);
export const workspaceIsLarger = workspaceCheck((actual, bound) => actual >= bound);

/** @param start, end times of the server */
function shorter(
  what: string,
  start: string | undefined,
  end: string | undefined,
  minutes: string,
): { readonly failed: string } | undefined {
  const bound = Number(unquoted(minutes).trim() || 'none');
  if (Number.isNaN(bound)) return { failed: `"${minutes}" is not a number of minutes` };
  const took = (serverTimeValue(end) - serverTimeValue(start)) / 60_000;
  if (Number.isNaN(took)) return { failed: `REANA does not tell how long ${what} took` };
  return took < bound ? undefined : { failed: `${what} took ${Number(took.toFixed(2))} minutes` };
}

function workspaceCheck(holds: (actual: number, bound: number) => boolean): Check {
  return async (evidence, [size = '']) => {
    const bound = readSize(size);
    if (typeof bound !== 'number') return bound;
    const usage = await evidence.usage();
    const actual = usage.find(({ path }) => path === '')?.size ?? 0;
    return holds(actual, bound) ? undefined : { failed: `the workspace has ${formatSize(actual)}` };
  };
}
