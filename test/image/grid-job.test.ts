import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { dataset, limitAnalysis, scopedDataset } from './analysis.ts';
import { type GridJob, type GridJobOptions, makeGridJob, startGridJob } from './grid-job.ts';
import { type Island, startIsland } from './island.ts';

let island: Island;
beforeAll(async () => {
  island = await startIsland();
});
afterAll(() => island.close());

const exec = `source script_reana.sh pchain_ZZ ${dataset}`;

describe('the REANA step of a production chain', () => {
  it('brings the results of the run back as output_from_reana.tar', async () => {
    const job = await makeGridJob({ ...step(), exec });
    const { exitCode, stderr } = await result(job);
    expect(exitCode, stderr).toBe(0);
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    const listed = await createShell()`tar -xzOf ${archive} limit_stage/output.json`;
    expect(listed.stdout).toBe(`"${scopedDataset}"\n`);
    const [run] = await island.client.listRuns({ limit: 1 });
    expect(run).toMatchObject({ status: 'finished' });
    expect(run?.name).toMatch(/^pchain_ZZ/);
  });

  it('takes options of reana-ci run behind the dataset', async () => {
    const files = limitAnalysis('mkdir limit_stage; echo VAR_MASS > limit_stage/output.json');
    const job = await makeGridJob({ ...step(), files, exec: `${exec} --var MASS=750` });
    const { exitCode, stderr } = await result(job);
    expect(exitCode, stderr).toBe(0);
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    expect((await createShell()`tar -xzOf ${archive} limit_stage/output.json`).stdout).toBe(
      '750\n',
    );
  });

  it('takes the analysis from a repository and its template from the sandbox', async () => {
    const job = await makeGridJob({
      ...step(),
      files: {
        ...limitAnalysis('mkdir limit_stage; cp words.txt limit_stage/output.json'),
        'analysis/words.txt': 'from the repository\n',
        'analysis/reana.yaml': 'not: used\n',
      },
      exec: `export REANA_CI_ANALYSIS=./analysis\n${exec}`,
    });
    const template = path.join(job.sandbox, 'reana-template.yaml');
    await createShell()`sed -i ${'s/^inputs:/inputs:\\n  files: [words.txt]/'} ${template}`;
    const { exitCode, stderr } = await result(job);
    expect(exitCode, stderr).toBe(0);
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    expect((await createShell()`tar -xzOf ${archive} limit_stage/output.json`).stdout).toBe(
      'from the repository\n',
    );
  });

  it('lets the script_reana.sh of the sandbox go first', async () => {
    const files = { 'script_reana.sh': 'echo "own script: $1 $2"; exit 9\n' };
    const { exitCode, stdout } = await result(await makeGridJob({ ...step(), files, exec }));
    expect(exitCode).toBe(9);
    expect(stdout).toContain(`own script: pchain_ZZ ${dataset}\n`);
  });

  it('fails when the run does', async () => {
    const job = await makeGridJob({
      ...step(),
      files: limitAnalysis('echo no signal; false'),
      exec,
    });
    expect(await result(job)).toMatchObject({ exitCode: 1 });
  });

  it('fails when an output is missing', async () => {
    const job = await makeGridJob({ ...step(), files: limitAnalysis('true'), exec });
    expect(await result(job)).toMatchObject({ exitCode: 7 });
  });

  it('is refused with a token that REANA does not know', async () => {
    const job = await makeGridJob({ ...step({ REANA_ACCESS_TOKEN: 'canary-wrong-token' }), exec });
    const { exitCode, stdout, stderr } = await result(job);
    expect(exitCode).toBe(5);
    expect(stdout + stderr).not.toContain('canary-wrong-token');
  });

  it('tells wrong use from everything else', async () => {
    const job = await makeGridJob({ ...step(), exec: 'source script_reana.sh pchain_ZZ' });
    const { exitCode, stderr } = await result(job);
    expect(exitCode).toBe(4);
    expect(stderr.match(/^ERROR: .*$/gm)).toHaveLength(1);
  });

  it('ends the run on REANA when the job is told to stop', async () => {
    const job = await makeGridJob({ ...step(), files: limitAnalysis('sleep 100'), exec });
    const running = await startGridJob(job, island);
    await expect.poll(lastStatus, { timeout: 20_000 }).toBe('running');
    const asked = Date.now();
    await running.signal('TERM');
    await expect.poll(lastStatus, { timeout: 3000, interval: 100 }).toBe('stopped');
    expect(Date.now() - asked).toBeLessThan(3000);
    expect((await running.result).exitCode).toBe(143);
  });

  it('leaves no secret in what it prints, the archive or the sandbox', async () => {
    const canary = 'canary p$HOME"`id -u`\\z';
    const secrets = { ...step().secrets, VOMSPROXY_PASS: canary };
    const job = await makeGridJob({ ...step(secrets), exec });
    const { exitCode, stdout, stderr } = await result(job);
    expect(exitCode, stderr).toBe(0);
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    const packed = await createShell()`tar -xzOf ${archive}`;
    const record = await readFile(path.join(job.sandbox, 'results/run.json'), 'utf8');
    for (const text of [stdout, stderr, packed.stdout, record]) {
      expect(text).not.toContain(island.token);
      expect(text).not.toContain('canary');
    }
  });
});

function step(secrets: Readonly<Record<string, string>> = { REANA_ACCESS_TOKEN: island.token }) {
  return { files: limitAnalysis(), secrets } satisfies Omit<GridJobOptions, 'exec'>;
}

async function result(job: GridJob) {
  expect(existsSync(path.join(job.sandbox, 'panda_secrets.json'))).toBe(true);
  return (await startGridJob(job, island)).result;
}

async function lastStatus(): Promise<string | undefined> {
  const [run] = await island.client.listRuns({ limit: 1 });
  return run?.status;
}
