/** `run.json`: everything that is known of a run at its end, for people, reports and scripts. */
import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { ReanaCiError } from '../base/error.ts';
import type { Redact } from '../base/redact.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { ScenarioResult } from '../features/evaluate.ts';
import { runStatuses, type RunStatus } from '../reana/types.ts';

export interface StepRecord {
  readonly name: string;
  readonly status: string;
  readonly image: string;
  readonly command: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Of the step's log, relative to the results folder. */
  readonly log?: string;
}

export interface FileRecord {
  /** Workspace-relative, and the same below `outputs/` in the results folder. */
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What an earlier run has brought into the results folder. */
export interface Leftovers {
  /** Of that run. */
  readonly id: string;
  readonly files: readonly FileRecord[];
  /** Relative to the results folder. */
  readonly logs: readonly string[];
}

/** The programs that a run's results come from. */
export interface Makers {
  /** Version of reana-ci. */
  readonly reanaCi: string;
  /** The commit that it was built from. */
  readonly commit?: string;
  /** Version of the REANA server, as it tells. */
  readonly reana?: string;
}

export interface RunRecord {
  readonly version: 1;
  /** Records of earlier versions do not tell. */
  readonly madeBy?: Makers;
  readonly analysis: string;
  readonly specification: string;
  readonly server: string;
  readonly id?: string;
  /** With run number. */
  readonly name?: string;
  readonly url?: string;
  /** Digest of what was submitted, hexadecimal SHA-256. */
  readonly digest: string;
  readonly status: RunStatus | 'not-submitted';
  readonly reattached: boolean;
  /** Another job made the run, and its results were taken over: the submission is the same byte for byte. */
  readonly reused?: boolean;
  readonly inputs: {
    readonly datasets: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
    /** Given in place of the specification's own, as text. */
    readonly parameters?: Readonly<Record<string, string>>;
  };
  readonly timings: {
    readonly begun: string;
    readonly submitted?: string;
    readonly started?: string;
    readonly ended?: string;
    readonly collected?: string;
  };
  readonly steps: readonly StepRecord[];
  /** Of the workflow engine's log, relative to the results folder. */
  readonly engineLog?: string;
  readonly files: readonly FileRecord[];
  /** Declared outputs the run did not make. */
  readonly missing: readonly string[];
  /** How the scenarios of `tests.files` came out; absent when there are none, or the run has not finished. */
  readonly tests?: readonly ScenarioResult[];
  /** Relative to the folder the command was given in, or absolute. */
  readonly archive?: string;
  /** What lies in the results folder besides, as this run has brought nothing in its place. */
  readonly leftovers?: readonly Leftovers[];
  readonly exitCode: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Whether the results folder holds logs of the run. */
export function hasLogs({ engineLog, steps }: RunRecord): boolean {
  return engineLog !== undefined || steps.some(({ log }) => log !== undefined);
}

/** Whether the run finished and did not pass the tests of its specification. */
export function hasFailedTests({ tests = [] }: RunRecord): boolean {
  return tests.some(({ status }) => status === 'failed');
}

/** A run of a thousand steps stays far below; more is no record of ours. */
const largestRecord = 64 * 1024 * 1024;

/**
 * Writes `record` as JSON.
 *
 * @param redact masks secrets that a step's command or an error may hold
 * @throws ReanaCiError `local-io` when the file cannot be written
 */
export async function writeRunRecord(
  record: RunRecord,
  file: string,
  redact: Redact = (text) => text,
): Promise<void> {
  const text = `${JSON.stringify(record, maskStrings, 2)}\n`;
  await replaceFile(file, (handle) => handle.writeFile(text), { size: Buffer.byteLength(text) });

  // Text by text, as a secret may be spelled with escapes in the whole JSON.
  function maskStrings(_key: string, value: unknown): unknown {
    return typeof value === 'string' ? redact(value) : value;
  }
}

/**
 * Reads what {@link writeRunRecord} wrote.
 *
 * @throws ReanaCiError `not-found` when there is no such file, `usage` when it holds no run record
 */
export async function readRunRecord(file: string): Promise<RunRecord> {
  const text = await readBounded(file);
  const result = v.safeParse(recordSchema, parse(text, file));
  if (result.success) return result.output;
  const place = v.getDotPath(result.issues[0]);
  throw notARecord(file, place === null ? 'it is no object' : `"${place}" is missing or wrong`);
}

async function readBounded(file: string): Promise<string> {
  try {
    await using handle = await open(file, 'r');
    const { size } = await handle.stat();
    if (size > largestRecord) throw notARecord(file, 'it is too large');
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof ReanaCiError) throw error;
    throw new ReanaCiError('not-found', `The run record ${file} cannot be read.`, { cause: error });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notARecord(file, 'it is not JSON', error);
  }
}

function notARecord(file: string, why: string, cause?: unknown): ReanaCiError {
  return new ReanaCiError('usage', `${file} is not a run record: ${why}.`, {
    hint: 'Give the run.json of a results folder.',
    cause,
  });
}

const optionalText = v.exactOptional(v.string());

const stepSchema = v.looseObject({
  name: v.string(),
  status: v.string(),
  image: v.string(),
  command: v.string(),
  startedAt: optionalText,
  finishedAt: optionalText,
  log: optionalText,
});

const fileSchema = v.looseObject({ path: v.string(), size: v.number(), sha256: v.string() });

const recordSchema = v.looseObject({
  version: v.literal(1),
  madeBy: v.exactOptional(
    v.looseObject({ reanaCi: v.string(), commit: optionalText, reana: optionalText }),
  ),
  analysis: v.string(),
  specification: v.string(),
  server: v.string(),
  id: optionalText,
  name: optionalText,
  url: optionalText,
  digest: v.string(),
  status: v.picklist([...runStatuses, 'not-submitted']),
  reattached: v.boolean(),
  reused: v.exactOptional(v.boolean()),
  inputs: v.looseObject({
    datasets: v.array(v.string()),
    variables: v.record(v.string(), v.string()),
    parameters: v.exactOptional(v.record(v.string(), v.string())),
  }),
  timings: v.looseObject({
    begun: v.string(),
    submitted: optionalText,
    started: optionalText,
    ended: optionalText,
    collected: optionalText,
  }),
  steps: v.array(stepSchema),
  engineLog: optionalText,
  files: v.array(fileSchema),
  missing: v.array(v.string()),
  tests: v.exactOptional(
    v.array(
      v.looseObject({
        feature: v.string(),
        scenario: v.string(),
        line: v.number(),
        status: v.picklist(['passed', 'failed', 'skipped']),
        step: optionalText,
        message: optionalText,
      }),
    ),
  ),
  archive: optionalText,
  leftovers: v.exactOptional(
    v.array(
      v.looseObject({ id: v.string(), files: v.array(fileSchema), logs: v.array(v.string()) }),
    ),
  ),
  exitCode: v.number(),
  error: v.exactOptional(
    v.looseObject({ code: v.string(), message: v.string(), hint: optionalText }),
  ),
}) satisfies v.GenericSchema<unknown, RunRecord>;
