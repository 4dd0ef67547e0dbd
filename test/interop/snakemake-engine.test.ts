import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../src/local/engine/engine.ts';
import { snakemakeEngine } from '../../src/local/engine/snakemake.ts';
import { createDockerExecutor } from '../../src/local/executor/docker.ts';
import { createProcessExecutor } from '../../src/local/executor/process.ts';
import { baseImage, requireDockerEngine } from './docker-engine.ts';
import { recordingContext, type Recording, type RunInput } from './engine-context.ts';
import { requirePeer } from './peers.ts';
import { snakefile } from './snakemake/summing.ts';

const programs = await requirePeer('snakemake');
const engine = await requireDockerEngine();
const docker = 'docker' in engine ? engine.docker : undefined;
const processes = createProcessExecutor({ environment: process.env });

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'snakemake-'));
});
afterEach(async () => {
  await rm(workspace, { recursive: true });
});

describe('the Snakemake engine', () => {
  it('runs each rule as a job of its container and resources, in the order that files ask for', async () => {
    const recording = await record(snakefile, { step: 21 });
    const result = await snakemakeEngine(recording.context);
    expect(recording.log.join('\n')).toContain('4 of 4 steps');
    expect(result).toEqual({ status: 'finished' });
    expect(await readFile(path.join(workspace, 'results/sum.txt'), 'utf8')).toBe('21\n21\n');
    expect(recording.totals).toEqual([3]);
    expect(recording.jobs.map(({ name }) => name)).toEqual(['count', 'count', 'total']);
    expect(recording.jobs[0]).toMatchObject({
      image: 'docker.io/library/debian:12-slim',
      prettyCommand: expect.stringMatching(/^echo 21 > results\/[ab].txt$/) as string,
      hints: { memoryLimit: 256 * 2 ** 20, kubernetesUid: 500 },
    });
    expect(recording.jobs[2]?.log).toContain('summed');
  });

  it('fails with a rule that fails, and runs nothing that needs it', async () => {
    const recording = await record(snakefile.replace('echo {config[step]}', 'exit 3 #'), {});
    expect(await snakemakeEngine(recording.context)).toEqual({ status: 'failed' });
    expect(recording.jobs.map(({ name }) => name)).not.toContain('total');
  });

  it('fails with its reason when the workflow cannot be read', async () => {
    const recording = await record('rule all\n', {});
    expect(await snakemakeEngine(recording.context)).toEqual({ status: 'failed' });
    expect(recording.log.join('\n')).toMatch(/SyntaxError/);
  });

  it('fails with the reason when REANA would refuse a job', async () => {
    const recording = await record(snakefile.replace('256Mi', '1GB'), { step: 1 });
    expect(await snakemakeEngine(recording.context)).toEqual({ status: 'failed' });
    expect(recording.log.join('\n')).toContain('"kubernetes_memory_limit" provided 1GB');
    expect(recording.jobs).toEqual([]);
  });

  it.skipIf(docker === undefined)(
    'runs rules in containers, as the user of their resources',
    async () => {
      const content = snakefile
        .replaceAll('docker.io/library/debian:12-slim', baseImage)
        .replace('echo {config[step]}', 'id -u');
      const executor = docker && createDockerExecutor({ docker });
      const recording = await record(content, {}, { ...(executor && { executor }) });
      expect(await snakemakeEngine(recording.context), recording.log.join('\n')).toEqual({
        status: 'finished',
      });
      expect(await readFile(path.join(workspace, 'results/sum.txt'), 'utf8')).toBe('500\n500\n');
    },
  );

  it('says how to install Snakemake where it is missing', async () => {
    const recording = await record(snakefile, {}, { environment: { PATH: '/usr/bin:/bin' } });
    expect(await snakemakeEngine(recording.context)).toEqual({ status: 'failed' });
    expect(recording.log.at(-1)).toContain('pip install "snakemake>=8"');
  });

  it('stops with the run', async () => {
    const stop = new AbortController();
    const endless = snakefile.replace('echo {config[step]}', 'sleep 600;');
    const recording = await record(endless, {}, { signal: stop.signal });
    const context = {
      ...recording.context,
      submit: (job: JobRequest) => {
        setImmediate(() => {
          stop.abort();
        });
        return recording.context.submit(job);
      },
    };
    expect(await snakemakeEngine(context)).toEqual({ status: 'stopped' });
  });
});

async function record(
  content: string,
  parameters: Record<string, number>,
  options: Partial<Pick<RunInput, 'executor' | 'environment' | 'signal'>> = {},
): Promise<Recording> {
  await writeFile(path.join(workspace, 'Snakefile'), content);
  return recordingContext({
    workspace,
    programs,
    parameters,
    specification: { workflow: { type: 'snakemake', file: 'Snakefile' } },
    executor: processes,
    ...options,
  });
}
