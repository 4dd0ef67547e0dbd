/** `reana-ci run` as the payload of a PanDA job: secrets off the disk first, the job's files in any case. */
import path from 'node:path';
import { isReanaCiError } from '../../base/error.ts';
import { createRedact } from '../../base/redact.ts';
import { describeFailure, finishPandaJob } from '../../hosts/panda/finish.ts';
import { watchParent } from '../../hosts/panda/orphan.ts';
import { createPandaHost, type PandaHost } from '../../hosts/panda/panda-host.ts';
import { createPilotStream } from '../../hosts/panda/pilot-text.ts';
import { takeSecrets } from '../../hosts/panda/secrets.ts';
import { harmlessSecrets } from '../../run/local-secrets.ts';
import { defaultSettings } from '../../run/settings.ts';
import { type Edge, Told } from '../edge.ts';
import { describeError } from '../error-text.ts';
import type { RunCommandOptions } from './options.ts';
import type { JobSurroundings } from './start.ts';

/**
 * Takes the secrets that PanDA has put into the working folder, runs `task`, and leaves behind what PanDA
 * looks for, whether a run was made or not.
 *
 * @param task gets the edge with the secrets in its environment; its error is told as PanDA wants it
 * @throws Told with the exit code, when `task` has thrown
 */
export async function inPandaJob(
  edge: Edge,
  task: (edge: Edge, job: JobSurroundings) => Promise<void>,
): Promise<void> {
  const { values, files, warnings } = await takeSecrets(edge.cwd);
  const parent = watchParent(() => process.ppid);
  const { there, redact } = pandaEdge(edge, values, parent.signal);
  let options: RunCommandOptions | undefined;
  let host: PandaHost | undefined;
  let error: unknown;
  try {
    for (const warning of warnings) there.stdout.write(`warning: ${warning}\n`);
    await task(there, {
      heldFiles: files,
      programEnvironment: withoutSecrets(edge.env, values),
      createHost(chosen) {
        options = chosen;
        const progress = chosen.json === true ? there.stderr : there.stdout;
        host = createPandaHost({ progress, now: () => Date.now() });
        return host;
      },
    });
  } catch (caught) {
    error = caught;
  } finally {
    parent.stop();
    host?.close();
  }
  await finish(edge, there, redact, error, options, host);
}

/** The world as the run sees it: with the secrets, without words the pilot looks for, stopped with its parent. */
function pandaEdge(edge: Edge, values: ReadonlyMap<string, string>, orphaned: AbortSignal) {
  const confidential = new Set<string>();
  const there: Edge = {
    ...edge,
    env: { ...edge.env, ...Object.fromEntries(values) },
    stdout: createPilotStream(edge.stdout),
    stderr: createPilotStream(edge.stderr),
    interactive: false,
    signal: AbortSignal.any([edge.signal, orphaned]),
    hide(secrets) {
      for (const secret of secrets) confidential.add(secret);
      edge.hide(confidential);
    },
  };
  there.hide([...values].filter(([name]) => !isPublic(name)).map(([, value]) => value));
  return { there, redact: (text: string) => createRedact(confidential)(text) };
}

/** Settings that users keep among their secrets for want of another place. */
function isPublic(name: string): boolean {
  return (
    harmlessSecrets.includes(name) || name === 'REANA_SERVER_URL' || name.startsWith('REANA_CI_')
  );
}

/** The shell has exported the secrets, too; git has no business with them. */
function withoutSecrets(env: Edge['env'], values: ReadonlyMap<string, string>): Edge['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !values.has(name)));
}

async function finish(
  edge: Edge,
  there: Edge,
  redact: (text: string) => string,
  error: unknown,
  options: RunCommandOptions | undefined,
  host: PandaHost | undefined,
): Promise<void> {
  const exitCode = error === undefined ? 0 : exitCodeOf(error, there.signal);
  const failure =
    error === undefined ? undefined : describeFailure(error, exitCode, there.signal.aborted);
  const problems = await finishPandaJob({
    cwd: edge.cwd,
    report: host?.reported(),
    failure: failure && { ...failure, text: redact(failure.text) },
    archive: path.resolve(edge.cwd, options?.archive ?? defaultSettings.archive),
    results: path.resolve(edge.cwd, options?.results ?? defaultSettings.results),
  });
  for (const problem of problems) there.stdout.write(`warning: ${problem}\n`);
  if (failure === undefined) return;
  if (isReanaCiError(error) ? error.findings.length > 0 : exitCode === 70) {
    there.stdout.write(describeError(error).text);
  }
  edge.stderr.write(`ERROR: ${failure.text}\n`);
  throw new Told(failure.text, exitCode);
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
  const reason: unknown = signal.aborted ? signal.reason : error;
  const carried = reason instanceof Error && 'exitCode' in reason ? reason.exitCode : undefined;
  return typeof carried === 'number' ? carried : 70;
}
