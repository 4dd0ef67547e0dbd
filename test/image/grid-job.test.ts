import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { temporaryFolder } from '../temporary-folder.ts';
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

  it('takes the analysis from an address of git', async () => {
    const job = await makeGridJob({
      ...step(),
      files: limitAnalysis('mkdir limit_stage; cp words.txt limit_stage/output.json'),
      exec: `export REANA_CI_ANALYSIS=file:///srv/analysis.git@v1\n${exec}`,
    });
    const template = path.join(job.sandbox, 'reana-template.yaml');
    await createShell()`sed -i ${'s/^inputs:/inputs:\\n  files: [words.txt]/'} ${template}`;
    const git = createShell({ cwd: await temporaryFolder({ 'words.txt': 'of the tag\n' }) });
    await git`git init --quiet`;
    await git`git add .`;
    await git`git -c user.name=x -c user.email=x@example.org commit --quiet --message tagged`;
    await git`git tag v1`;
    await git`git -c user.name=x -c user.email=x@example.org rm --quiet words.txt`;
    await git`git -c user.name=x -c user.email=x@example.org commit --quiet --message later`;
    await git`git clone --quiet --bare . ${path.join(job.folder, 'analysis.git')}`;
    const { exitCode, stderr } = await result(job);
    expect(exitCode, stderr).toBe(0);
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    expect((await createShell()`tar -xzOf ${archive} limit_stage/output.json`).stdout).toBe(
      'of the tag\n',
    );
  });

  it.each([
    ['in the sandbox', ''],
    ['in a folder of the sandbox', 'inner/'],
  ])('is reana-ci run itself, without the script, %s', async (_where, folder) => {
    const job = await makeGridJob({
      ...step(),
      files: { [`${folder}reana-template.yaml`]: limitAnalysis()['reana-template.yaml'] },
      exec: `cd ./${folder}; export REANA_SERVER_URL=https://reana.cern.ch; reana-ci run . --spec reana-template.yaml --name pchain_ZZ --input ${dataset}`,
    });
    const { exitCode, stdout, stderr } = await result(job);
    expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' });
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    expect((await createShell()`tar -xzOf ${archive} limit_stage/output.json`).stdout).toBe(
      `"${scopedDataset}"\n`,
    );
    expect(existsSync(path.join(job.sandbox, 'userJobMetadata.json'))).toBe(true);
  });

  it('tells a job without secrets where its token comes from', async () => {
    const job = await makeGridJob({ ...step({}), exec });
    const { exitCode, stderr } = await (await startGridJob(job, island)).result;
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(/^ERROR: .*pbook.*--useSecrets/m);
  });

  it('joins datasets that come one by one', async () => {
    const other = 'user.jdoe:user.jdoe.background';
    const job = await makeGridJob({
      ...step(),
      exec: `source script_reana.sh pchain_ZZ ${dataset} ${other}/ --timeout 1h`,
    });
    const { exitCode, stdout, stderr } = await result(job);
    expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' });
    const archive = path.join(job.sandbox, 'output_from_reana.tar');
    expect((await createShell()`tar -xzOf ${archive} limit_stage/output.json`).stdout).toBe(
      `"${scopedDataset},${other}"\n`,
    );
  });

  it('tells wrong use from everything else', async () => {
    const job = await makeGridJob({ ...step(), exec: 'source script_reana.sh pchain_ZZ' });
    const { exitCode, stderr } = await result(job);
    expect(exitCode).toBe(4);
    expect(stderr.match(/^ERROR: .*$/gm)).toHaveLength(1);
  });
});

function step(secrets: Readonly<Record<string, string>> = { REANA_ACCESS_TOKEN: island.token }) {
  return { files: limitAnalysis(), secrets } satisfies Omit<GridJobOptions, 'exec'>;
}

async function result(job: GridJob) {
  expect(existsSync(path.join(job.sandbox, 'panda_secrets.json'))).toBe(true);
  return (await startGridJob(job, island)).result;
}
