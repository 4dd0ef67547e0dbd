import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JobRun, readJobRuns, writeJobRun } from '../../../src/hosts/gitlab/job-state.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const run: JobRun = {
  version: 1,
  server: 'https://reana.example.org',
  id: '0a1b2c3d-0000-4000-8000-000000000000',
  name: 'zz.1',
  pipeline: 9001,
  state: 'live',
};

describe('the runs a job has noted', () => {
  it('are read back, the latest word of each', async () => {
    const folder = await temporaryFolder({});
    writeJobRun(folder, run);
    writeJobRun(folder, { ...run, id: 'other', name: 'zz.2' });
    writeJobRun(folder, { ...run, state: 'ended' });
    const runs = await readJobRuns(folder, 9001);
    expect(runs.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'zz.1 ended',
      'zz.2 live',
    ]);
  });

  it('are none where no job has been', async () => {
    expect(await readJobRuns(await temporaryFolder({}), 9001)).toEqual([]);
  });

  it('leave out those of another pipeline', async () => {
    const folder = await temporaryFolder({});
    writeJobRun(folder, run);
    expect(await readJobRuns(folder, 9002)).toEqual([]);
  });

  it('leave out files that are none of ours', async () => {
    const folder = await temporaryFolder({});
    writeJobRun(folder, run);
    await writeFile(path.join(folder, '.reana-ci/runs/a.json'), '{"pipeline":9001');
    await writeFile(path.join(folder, '.reana-ci/runs/b.json'), '{"pipeline":9001}');
    expect(await readJobRuns(folder, 9001)).toEqual([run]);
  });
});
