/** The parts of the server's answers that several commands show. */
import { serverTimeValue } from '../../base/server-time.ts';
import * as v from 'valibot';
import { ReanaCiError } from '../../base/error.ts';
import { amount, text } from '../../reana/schema.ts';

const jobs = v.nullish(v.object({ total: v.nullish(amount) }));

const progressSchema = v.nullish(
  v.object({
    total: jobs,
    finished: jobs,
    run_started_at: text,
    run_finished_at: text,
    run_stopped_at: text,
    current_command: text,
    current_step_name: text,
  }),
);

export const sizeSchema = v.object({ raw: v.nullish(amount), human_readable: text });
export type Size = v.InferOutput<typeof sizeSchema>;

export const runSchema = v.object({
  name: v.string(),
  id: text,
  user: text,
  created: text,
  status: v.string(),
  size: v.nullish(sizeSchema),
  progress: progressSchema,
  session_type: text,
  session_uri: text,
  session_status: text,
});
export type RunAnswer = v.InferOutput<typeof runSchema>;

/** @throws ReanaCiError `not-reana` when an answer is not as REANA gives it */
export function readAs<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
  const result = v.safeParse(schema, answer);
  if (result.success) return result.output;
  const place = v.getDotPath(result.issues[0]) ?? 'as a whole';
  throw new ReanaCiError('not-reana', `The answer is not one of REANA (${place}).`, {
    hint: 'Set REANA_SERVER_URL to the address of a REANA server: https://reana.cern.ch',
  });
}

/** Name and number: `analysis.3.1` is `analysis` and `3.1`. */
export function splitName(full: string): [name: string, number: string] {
  const at = full.indexOf('.');
  const number = at < 0 ? '' : full.slice(at + 1);
  return /^\d+(\.\d+)?$/.test(number) ? [full.slice(0, at), number] : [full, ''];
}

/** Whole seconds from the start to the end, or until now; the server's clock shows UTC. */
export function durationOf({ progress }: RunAnswer): number | undefined {
  const start = progress?.run_started_at;
  if (start === undefined || start === null || start === '') return undefined;
  const end = progress?.run_finished_at ?? progress?.run_stopped_at;
  const until = typeof end === 'string' && end !== '' ? serverTimeValue(end) : Date.now();
  return Math.round((until - serverTimeValue(start)) / 1000);
}

export function sizeText(size: Size | null | undefined, isHuman: boolean): string | number {
  return (isHuman ? size?.human_readable : size?.raw) ?? '-';
}

/** How REANA's client tells of a new status: "analysis has been queued". */
export function statusText(workflow: string, status: string): string {
  if (['finished', 'failed'].includes(status)) return `${workflow} has ${status}`;
  const isState = ['running', 'pending'].includes(status);
  return `${workflow} ${isState ? 'is' : 'has been'} ${status}`;
}
