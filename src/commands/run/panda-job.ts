/** `reana-ci run` as the payload of a PanDA job: secrets off the disk first, the job's files in any case. */
import path from 'node:path';
import { delay } from '../../base/delay.ts';
import { exitCodes, isReanaCiError } from '../../base/error.ts';
import { masked } from '../../base/masked.ts';
import { createRedact, type Redact } from '../../base/redact.ts';
import { describeFailure, finishPandaJob, type PandaFailure } from '../../hosts/panda/finish.ts';
import { watchParent } from '../../hosts/panda/orphan.ts';
import { createPandaHost, type PandaHost } from '../../hosts/panda/panda-host.ts';
import { createPilotStream } from '../../hosts/panda/pilot-text.ts';
import { heldValues, withConnection } from '../../hosts/panda/job-values.ts';
import { takeSecrets } from '../../hosts/panda/secrets.ts';
import { harmlessSecrets } from '../../run/plan/local-secrets.ts';
import { defaultSettings } from '../../run/plan/settings.ts';
import { type Edge, Told } from '../edge.ts';
import { describeError } from '../error-text.ts';
import type { RunCommandOptions } from './options.ts';
import type { JobSurroundings } from './start.ts';

/** The shortest notice that PanDA gives is three seconds; a stop request may take longer. */
const firstFilesAfter = 1000;
/** How long a job goes on in good order, the stop request included, after an error that nothing has caught. */
const bugPatience = 9000;

interface PandaJob {
  /** As the program began. */
  readonly edge: Edge;
  /** As the run sees it. */
  readonly there: Edge;
  readonly redact: Redact;
  /** Where PanDA expects the files. */
  readonly folder: string;
  options: RunCommandOptions | undefined;
  host: PandaHost | undefined;
  /** Whether the line for the monitor is written. */
  isTold: boolean;
}

/**
 * Takes the secrets that PanDA has put into the payload's folder, runs `task`, and leaves behind what PanDA
 * looks for, whether a run was made or not.
 *
 * @param folder of the payload, as {@link findPandaFolder} finds it
 * @param task gets the edge with the secrets in its environment; its error is told as PanDA wants it
 * @throws Told with the exit code, when `task` has thrown
 */
export async function inPandaJob(
  edge: Edge,
  folder: string,
  task: (edge: Edge, surroundings: JobSurroundings) => Promise<void>,
): Promise<void> {
  const { values, files, warnings } = await takeSecrets(folder);
  const parent = watchParent(() => process.ppid);
  const bug = new AbortController();
  const ended = Promise.withResolvers<undefined>();
  edge.onBug(async (error) => {
    bug.abort(error);
    await Promise.race([ended.promise, delay(bugPatience)]);
  });
  const held = heldValues(values, edge.env);
  const { there, redact } = pandaEdge(edge, held, [parent.signal, bug.signal]);
  const job: PandaJob = {
    edge,
    there,
    redact,
    folder,
    options: undefined,
    host: undefined,
    isTold: false,
  };
  const firstFiles = leaveFilesInTime(job);
  let error: unknown;
  try {
    for (const warning of warnings) there.stdout.write(`warning: ${warning}\n`);
    await task(there, {
      archive: path.join(path.relative(edge.cwd, folder), defaultSettings.archive),
      heldFiles: files,
      heldValues: held,
      createHost(options) {
        const progress = options.json === true ? there.stderr : there.stdout;
        job.options = options;
        job.host = createPandaHost({ progress, now: () => Date.now() });
        return job.host;
      },
    });
  } catch (caught) {
    error = caught;
  }
  parent.stop();
  job.host?.close();
  // Those files have taken the place of results: what was told to stop has failed then.
  if (await firstFiles.settle()) error ??= there.signal.reason;
  try {
    await finish(job, error);
  } finally {
    ended.resolve(undefined);
  }
}

/** The world as the run sees it: with the secrets, without words the pilot looks for, stopped by `endings`, too. */
function pandaEdge(edge: Edge, held: ReadonlyMap<string, string>, endings: readonly AbortSignal[]) {
  const confidential = new Set<string>();
  const there: Edge = {
    ...edge,
    env: withConnection(held, edge.env),
    stdout: createPilotStream(edge.stdout),
    stderr: createPilotStream(edge.stderr),
    interactive: false,
    signal: AbortSignal.any([edge.signal, ...endings]),
    hide(secrets) {
      for (const secret of secrets) confidential.add(secret);
      edge.hide(confidential);
    },
  };
  there.hide([...held].filter(([name]) => !isPublic(name)).map(([, value]) => value));
  return { there, redact: (text: string) => createRedact(confidential)(text) };
}

/** Settings that users keep among their secrets for want of another place. */
function isPublic(name: string): boolean {
  return (
    harmlessSecrets.includes(name) || name === 'REANA_SERVER_URL' || name.startsWith('REANA_CI_')
  );
}

/**
 * Writes the files of a failed job soon after it was told to stop, while the run is still being stopped.
 *
 * @returns a function to call at the end: whether such files have been written
 */
function leaveFilesInTime(job: PandaJob): { settle(): Promise<boolean> } {
  const { signal } = job.there;
  let timer: NodeJS.Timeout | undefined;
  let written: Promise<void> | undefined;
  const start = () => {
    timer = setTimeout(() => {
      written = leaveFiles(job, describeFailureOf(job, signal.reason));
    }, firstFilesAfter);
  };
  signal.addEventListener('abort', start, { once: true });
  return {
    async settle() {
      signal.removeEventListener('abort', start);
      clearTimeout(timer);
      await written;
      return written !== undefined;
    },
  };
}

/** @throws Told when there is an error */
async function finish(job: PandaJob, error: unknown): Promise<void> {
  if (error === undefined) {
    await leaveFiles(job, undefined);
    return;
  }
  const { signal, stdout } = job.there;
  const cause: unknown = signal.aborted ? signal.reason : error;
  const failure = describeFailureOf(job, cause);
  await leaveFiles(job, failure);
  if (isReanaCiError(cause) ? cause.findings.length > 0 : failure.exitCode === exitCodes.internal) {
    stdout.write(describeError(cause).text);
  }
  throw new Told(failure.text, failure.exitCode);
}

async function leaveFiles(job: PandaJob, failure: PandaFailure | undefined): Promise<void> {
  const { edge, there, folder, options, host, redact } = job;
  const report = host?.reported();
  const problems = await finishPandaJob({
    folder,
    report: report && { ...report, record: masked(report.record, redact) },
    failure,
    archive:
      options?.archive === undefined
        ? path.join(folder, defaultSettings.archive)
        : path.resolve(edge.cwd, options.archive),
    results: path.resolve(edge.cwd, options?.results ?? defaultSettings.results),
  });
  for (const problem of problems) there.stdout.write(`warning: ${problem}\n`);
  if (failure === undefined || job.isTold) return;
  job.isTold = true;
  edge.stderr.write(`ERROR: ${failure.text}\n`);
}

function describeFailureOf({ there, redact }: PandaJob, cause: unknown): PandaFailure {
  const carried = cause instanceof Error && 'exitCode' in cause ? cause.exitCode : undefined;
  const exitCode = typeof carried === 'number' ? carried : exitCodes.internal;
  const failure = describeFailure(cause, exitCode, there.signal.aborted);
  return { ...failure, text: redact(failure.text) };
}
