import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/base/log.ts';
import { chooseExecutor } from '../../src/local/executor/choose.ts';
import { createDockerExecutor, jobLabel } from '../../src/local/executor/docker.ts';
import type { ExecutorJob, JobOutcome } from '../../src/local/executor/executor.ts';
import { patience } from '../patience.ts';
import { baseImage, requireDockerEngine } from './docker-engine.ts';

const engine = await requireDockerEngine();
const docker = 'docker' in engine ? engine.docker : undefined;
/** Other suites may have containers of their own on the same engine. */
const jobId = randomUUID();

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'docker-executor-'));
});
afterEach(async () => {
  await rm(workspace, { recursive: true });
});

describe.skipIf(docker === undefined)(
  `a job in a container${'problem' in engine ? ` (skipped: ${engine.problem})` : ''}`,
  () => {
    it('runs as user 1000 of group 0, unless its hints name another', async () => {
      expect((await run('id -u; id -g')).log).toBe('1000\n0\n');
      expect((await run('id -u; id -g', { hints: { kubernetesUid: 501 } })).log).toBe('501\n0\n');
    });

    it('finishes or fails with the exit code of its command', async () => {
      expect((await run('true')).outcome).toEqual({
        status: 'finished',
        exitCode: 0,
        reason: 'Completed',
      });
      expect((await run('exit 3')).outcome).toEqual({
        status: 'failed',
        exitCode: 3,
        reason: 'Error',
      });
    });

    it('shares the workspace at the same path, with folders that the server made', async () => {
      const stage = path.join(workspace, 'stage');
      await mkdir(stage, { mode: 0o755 });
      await writeFile(path.join(stage, 'input'), 'from the server', { mode: 0o600 });
      const { outcome, log } = await run(
        `cd ${stage} && cat input && mkdir made && echo back > made/output && echo more >> input`,
      );
      expect({ outcome: outcome.status, log }).toEqual({
        outcome: 'finished',
        log: 'from the server',
      });
      const output = path.join(stage, 'made/output');
      expect(await readFile(output, 'utf8')).toBe('back\n');
      expect((await stat(path.dirname(output))).mode & 0o777).toBe(0o777);
    });

    it('starts in the working directory of its image, not in the workspace', async () => {
      expect((await run('pwd')).log).toBe('/\n');
    });

    it('has the environment of the job, and of the caller nothing', async () => {
      process.env.REANA_ACCESS_TOKEN ??= 'of the caller';
      const { log } = await run('env', { environment: { REANA_WORKSPACE: workspace } });
      expect(log).toContain(`REANA_WORKSPACE=${workspace}\n`);
      expect(log).not.toContain('REANA_ACCESS_TOKEN');
    });

    it('reads secrets that only the server could read, and cannot change them', async () => {
      const secretsDirectory = await mkdtemp(path.join(tmpdir(), 'secrets-'));
      await writeFile(path.join(secretsDirectory, 'userkey.pem'), 'the content', { mode: 0o600 });
      const { outcome, log } = await run(
        'cat /etc/reana/secrets/userkey.pem; echo x > /etc/reana/secrets/userkey.pem',
        { secretsDirectory },
      );
      await rm(secretsDirectory, { recursive: true });
      expect(outcome.status).toBe('failed');
      // The two outputs come in either order.
      expect(log).toContain('the content');
      expect(log).toMatch(/Permission denied|Read-only/);
    });

    it('is ended by its memory limit, and says so', async () => {
      const { outcome, log } = await run('x=$(head -c 200M /dev/zero | tr "\\0" x); echo ${#x}', {
        hints: { memoryLimit: 64 * 2 ** 20 },
      });
      expect(outcome.status).toBe('failed');
      expect(outcome.reason).toBe('OOMKilled');
      expect(log).toContain('memory limit of 64.0 MiB');
    });

    it('fails with the reason when its image does not exist', async () => {
      const { outcome, log } = await run('true', { image: '127.0.0.1:9/missing:1.0' });
      expect(outcome).toEqual({ status: 'failed', exitCode: null, reason: 'ImagePullBackOff' });
      expect(log).toContain('The image 127.0.0.1:9/missing:1.0 cannot be fetched');
    });

    it('passes on all of a long output, both streams', async () => {
      const { log } = await run('seq 1 200000; echo error >&2');
      expect(log.split('\n').filter((line) => /^\d+$/.test(line))).toHaveLength(200_000);
      expect(log).toContain('error\n');
    });

    it('is ended within seconds when the run is stopped, and leaves no container', async () => {
      const stop = new AbortController();
      const output = new PassThrough();
      output.once('data', () => {
        stop.abort();
      });
      const started = performance.now();
      const outcome = await execute('echo ready; sleep 600', {}, output, stop.signal);
      expect(outcome).toEqual({ status: 'stopped', exitCode: null, reason: 'Stopped' });
      expect(performance.now() - started).toBeLessThan(patience(15_000));
    });

    it('is ended by its time limit', async () => {
      const { outcome } = await run('sleep 600', { hints: { timeout: 1 } });
      expect(outcome.reason).toBe('DeadlineExceeded');
    });

    it('is what `auto` and `docker` choose', async () => {
      for (const choice of ['auto', 'docker'] as const) {
        const executor = await chooseExecutor(choice, { environment: {}, log: silentLog });
        expect(executor.name).toBe('docker');
      }
    });

    afterEach(async () => {
      const left = await docker?.listContainers({
        all: true,
        filters: { label: [`${jobLabel}=${jobId}`] },
      });
      expect(left).toEqual([]);
    });
  },
);

async function run(
  command: string,
  job: Partial<ExecutorJob> = {},
): Promise<{ outcome: JobOutcome; log: string }> {
  const output = new PassThrough();
  const log = text(output);
  const outcome = await execute(command, job, output, new AbortController().signal);
  output.end();
  return { outcome, log: await log };
}

function execute(
  command: string,
  job: Partial<ExecutorJob>,
  output: PassThrough,
  signal: AbortSignal,
): Promise<JobOutcome> {
  if (docker === undefined) throw new Error('There is no container engine.');
  return createDockerExecutor({ docker }).execute(
    {
      id: jobId,
      name: 'fit',
      image: baseImage,
      command,
      workspace,
      hints: {},
      environment: {},
      ...job,
    },
    output,
    signal,
  );
}
