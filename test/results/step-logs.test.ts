import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRedact } from '../../src/base/redact.ts';
import type { JobLog } from '../../src/reana/types.ts';
import { writeStepLogs } from '../../src/results/step-logs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

describe('the logs of steps', () => {
  it('are one file per job in the order of the jobs, and one for the engine', async () => {
    const folder = path.join(await temporaryFolder({}), 'logs');
    const names = await writeStepLogs(
      { engine: 'submitted', jobs: [job('1', 'rucio_download'), job('2', 'limit_stage')] },
      folder,
    );
    expect([...names]).toEqual([
      ['1', '01-rucio_download.log'],
      ['2', '02-limit_stage.log'],
    ]);
    expect(await readdir(folder)).toEqual([
      '01-rucio_download.log',
      '02-limit_stage.log',
      'engine.log',
    ]);
    expect(await readFile(path.join(folder, '01-rucio_download.log'), 'utf8')).toBe('log of 1\n');
  });

  it('have harmless, unique names whatever the steps are called', async () => {
    const folder = await temporaryFolder({});
    const jobs = [
      job('1', '../../etc/cron d'),
      job('2', ''),
      job('3', 'x'.repeat(500)),
      job('4', 'a'),
    ];
    const names = [...(await writeStepLogs({ engine: '', jobs }, folder)).values()];
    expect(names).toEqual([
      '01-.._.._etc_cron_d.log',
      '02-step.log',
      `03-${'x'.repeat(80)}.log`,
      '04-a.log',
    ]);
    expect((await readdir(folder)).sort()).toEqual([...names, 'engine.log']);
  });

  it('hold no secret that a step printed', async () => {
    const folder = await temporaryFolder({});
    const jobs = [{ ...job('1', 'a'), logs: 'token=s3cret-token' }];
    await writeStepLogs({ engine: 's3cret-token', jobs }, folder, createRedact(['s3cret-token']));
    expect(await readFile(path.join(folder, '01-a.log'), 'utf8')).toBe('token=[hidden]\n');
    expect(await readFile(path.join(folder, 'engine.log'), 'utf8')).toBe('[hidden]\n');
  });
});

function job(id: string, name: string): JobLog {
  return {
    id,
    name,
    status: 'finished',
    image: 'python:3.12',
    command: 'true',
    backend: 'kubernetes',
    logs: `log of ${id}`,
  };
}
