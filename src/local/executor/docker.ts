/** Runs jobs in containers of Docker, or of any engine that speaks its API, as REANA does on Kubernetes. */
import { cp, chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { formatBytes } from '../../base/format.ts';
import { containerOutput } from './container-output.ts';
import type { Executor, ExecutorJob, JobOutcome } from './executor.ts';
import { ensureImage, statusOf } from './image.ts';
import { openWorkspace } from './open-workspace.ts';
import { endedOutcome, exitOutcome, isAborted, withDeadline } from './outcome.ts';

export interface DockerExecutorOptions {
  readonly docker: Docker;
  /** Seconds that a job has to end by itself when it is stopped; default 2. */
  readonly grace?: number;
}

/** Label of every container of ours, with the job's id: `docker ps --filter label=reana-ci.job`. */
export const jobLabel = 'reana-ci.job';

const defaultUid = 1000;
const secretsMount = '/etc/reana/secrets';

/**
 * Makes an executor that runs each job as REANA's job controller does: `bash -c <command>` in its image,
 * as user `kubernetes_uid` (default 1000) of group 0, in the image's own working directory, with the
 * workspace at the same path as outside, file secrets at `/etc/reana/secrets`, and its memory limit.
 *
 * Unlike on REANA, jobs create files that everybody may change (umask 0), so that the server, which is not
 * of group 0, can manage the workspace.
 *
 * @throws (on execution) the engine's error when it does not answer
 */
export function createDockerExecutor({ docker, grace = 2 }: DockerExecutorOptions): Executor {
  return {
    name: 'docker',
    async execute(job, output, signal) {
      if (!(await ensureImage(docker, job.image, output, signal))) {
        if (isAborted(signal)) return endedOutcome(job, signal, output);
        return { status: 'failed', exitCode: null, reason: 'ImagePullBackOff' };
      }
      await openWorkspace(job.workspace);
      const secrets = await readableSecrets(job.secretsDirectory);
      try {
        const container = await docker.createContainer(containerSettings(job, secrets));
        try {
          return await runContainer(container, job, output, signal, grace);
        } finally {
          await unlessGone(container.remove({ force: true, v: true }));
        }
      } finally {
        if (secrets !== undefined) await rm(path.dirname(secrets), { recursive: true });
      }
    },
  };
}

/**
 * Copies the secrets to a folder that any user of a container can read: the folder itself lies in one that
 * nobody else of this machine can enter.
 */
async function readableSecrets(source: string | undefined): Promise<string | undefined> {
  if (source === undefined) return undefined;
  const shelter = await mkdtemp(path.join(tmpdir(), 'reana-ci-secrets-'));
  const secrets = path.join(shelter, 'secrets');
  await cp(source, secrets, { recursive: true });
  await chmod(secrets, 0o755);
  for (const name of await readdir(secrets)) await chmod(path.join(secrets, name), 0o644);
  return secrets;
}

function containerSettings(
  job: ExecutorJob,
  secrets: string | undefined,
): Docker.ContainerCreateOptions {
  const { memoryLimit, kubernetesUid = defaultUid } = job.hints;
  return {
    Image: job.image,
    Entrypoint: ['bash', '-c', 'umask 0; exec bash -c "$1"', 'bash', job.command],
    Cmd: [],
    User: `${kubernetesUid}:0`,
    Env: Object.entries(job.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { [jobLabel]: job.id, 'reana-ci.name': job.name },
    HostConfig: {
      Mounts: [
        { Type: 'bind', Source: job.workspace, Target: job.workspace },
        ...(secrets === undefined
          ? []
          : [{ Type: 'bind' as const, Source: secrets, Target: secretsMount, ReadOnly: true }]),
      ],
      // As much swap as memory in total, which is none: the limit is a limit.
      ...(memoryLimit === undefined ? {} : { Memory: memoryLimit, MemorySwap: memoryLimit }),
      // The log goes to `output`; the engine need not keep another.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}

async function runContainer(
  container: Docker.Container,
  job: ExecutorJob,
  output: Writable,
  signal: AbortSignal,
  grace: number,
): Promise<JobOutcome> {
  const frames = await container.attach({ stream: true, stdout: true, stderr: true });
  const ending = withDeadline(job, signal);
  function stop(): void {
    void unlessGone(container.stop({ t: grace }));
  }
  if (isAborted(ending)) return endedOutcome(job, signal, output);
  await container.start();
  ending.addEventListener('abort', stop, { once: true });
  try {
    if (isAborted(ending)) stop();
    const [ended] = await Promise.all([
      container.wait() as Promise<{ StatusCode: number }>,
      pipeline(Readable.from(containerOutput(Readable.from(frames))), output, { end: false }),
    ]);
    if (isAborted(ending)) return endedOutcome(job, signal, output);
    if (ended.StatusCode !== 0 && (await ranOutOfMemory(container))) {
      output.write(`The job needed more than its memory limit of ${limitOf(job)}.\n`);
      return { status: 'failed', exitCode: ended.StatusCode, reason: 'OOMKilled' };
    }
    return exitOutcome(ended.StatusCode);
  } finally {
    ending.removeEventListener('abort', stop);
  }
}

async function ranOutOfMemory(container: Docker.Container): Promise<boolean> {
  const { State } = await container.inspect();
  return State.OOMKilled;
}

function limitOf(job: ExecutorJob): string {
  const { memoryLimit } = job.hints;
  return memoryLimit === undefined ? 'the machine' : formatBytes(memoryLimit);
}

/** Waits for a request about a container, unless that has ended or is gone already. */
async function unlessGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const status = statusOf(error);
    if (status !== 304 && status !== 404 && status !== 409) throw error;
  }
}
