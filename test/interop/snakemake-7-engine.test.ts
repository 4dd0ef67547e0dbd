/** The embedded engine with the Snakemake that REANA 0.9 runs. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { snakemakeEngine } from '../../src/local/engine/snakemake.ts';
import { createProcessExecutor } from '../../src/local/executor/process.ts';
import { type AtEnd, temporaryFolder } from '../temporary-folder.ts';
import { recordingContext } from './engine-context.ts';
import { requirePeer } from './peers.ts';
import { snakefile } from './snakemake/summing.ts';

const processes = createProcessExecutor({ environment: process.env });

describe.concurrent('the Snakemake engine with Snakemake 7', () => {
  it('runs each rule as a job of its container and resources', async ({ onTestFinished }) => {
    const { recording, folder } = await recordOn7(snakefile, onTestFinished);
    const result = await snakemakeEngine(recording.context);
    expect(recording.log.join('\n')).toContain('4 of 4 steps');
    expect(result).toEqual({ status: 'finished' });
    expect(await readFile(path.join(folder, 'results/sum.txt'), 'utf8')).toBe('21\n21\n');
    expect(recording.totals).toEqual([3]);
    expect(recording.jobs.map(({ name }) => name)).toEqual(['count', 'count', 'total']);
    expect(recording.jobs[0]).toMatchObject({
      image: 'docker.io/library/debian:12-slim',
      prettyCommand: expect.stringMatching(/^echo 21 > results\/[ab].txt$/) as string,
      hints: { memoryLimit: 256 * 2 ** 20, kubernetesUid: 500 },
    });
  });

  it.for([
    [
      'with a rule that fails',
      snakefile.replace('echo {config[step]}', 'exit 3 #'),
      /Error in rule/,
    ],
    ['when REANA would refuse a job', snakefile.replace('256Mi', '1GB'), /provided 1GB/],
    ['when the workflow cannot be read', 'rule all\n', /SyntaxError/],
    [
      'with a rule that is no shell command',
      'rule all:\n    run: print(1)\n',
      /shell command only/,
    ],
  ] as const)('fails %s', async ([, content, reason], { onTestFinished }) => {
    const { recording } = await recordOn7(content, onTestFinished);
    expect(await snakemakeEngine(recording.context)).toEqual({ status: 'failed' });
    expect(recording.log.join('\n')).toMatch(reason);
    expect(recording.jobs.map(({ name }) => name)).not.toContain('total');
  });
});

async function recordOn7(content: string, atEnd: AtEnd) {
  const folder = await temporaryFolder({ Snakefile: content }, atEnd);
  const recording = recordingContext({
    workspace: folder,
    programs: await requirePeer('snakemake-7'),
    parameters: { step: 21 },
    specification: { workflow: { type: 'snakemake', file: 'Snakefile' } },
    executor: processes,
  });
  return { recording, folder };
}
