import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerGather } from '../../src/commands/gather.ts';
import { failedRecord } from '../results/reports/sample-record.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const settings = `metrics:
  - name: limit
    label: Upper limit
    unit: fb
    file: limit.json
    pointer: /limit
`;

/** The results folder of one point, as `reana-ci run` writes it. */
function point(number: number, mass: string, limit?: number): Record<string, string> {
  const content = JSON.stringify({ limit });
  const isGood = limit !== undefined;
  const record = {
    ...failedRecord,
    missing: [],
    steps: [],
    status: isGood ? 'finished' : 'failed',
    exitCode: isGood ? 0 : 1,
    inputs: { datasets: [], variables: {}, parameters: { mass, tune: 'A, "nominal"' } },
    files: isGood ? [{ path: 'limit.json', size: content.length, sha256: '0'.repeat(64) }] : [],
  };
  return {
    [`scan/${number}/run.json`]: JSON.stringify(record),
    ...(isGood ? { [`scan/${number}/outputs/limit.json`]: content } : {}),
  };
}

describe('reana-ci gather', () => {
  it('puts what differs, how it went and the numbers of all points in one table', async () => {
    const cwd = await temporaryFolder({
      '.reana-ci.yml': settings,
      ...point(10, '1000', 0.25),
      ...point(2, '750', 1.5),
      'scan/notes/readme.txt': 'no point',
    });
    const { stdout, error } = await call(registerGather, ['gather'], {}, { cwd });
    expect(error).toBeUndefined();
    expect(stdout).toBe(
      [
        'point  mass  status    Upper limit [fb]',
        '2      750   finished  1.5',
        '10     1000  finished  0.25',
        '',
      ].join('\n'),
    );
    expect(await readFile(path.join(cwd, 'scan/scan.csv'), 'utf8')).toBe(
      'point,mass,status,Upper limit [fb]\r\n2,750,finished,1.5\r\n10,1000,finished,0.25\r\n',
    );
    const data: unknown = JSON.parse(await readFile(path.join(cwd, 'scan/scan.json'), 'utf8'));
    expect(data).toMatchObject([
      { point: '2', inputs: { parameters: { mass: '750' } }, metrics: [{ value: 1.5 }] },
      { point: '10', exitCode: 0 },
    ]);
  });

  it('keeps the points that failed in the table, and ends with their exit code', async () => {
    const cwd = await temporaryFolder({
      '.reana-ci.yml': settings,
      ...point(1, '500'),
      ...point(2, '750', 1.5),
    });
    const { stdout, error } = await call(registerGather, ['gather'], {}, { cwd });
    expect(stdout).toContain('1      500   failed (exit code 1)');
    expect(error).toMatchObject({ code: 'run-failed', exitCode: 1 });
    expect(String(error)).toContain('1 of 2 points failed: 1.');
  });

  it('takes the folder of the results from the environment', async () => {
    const cwd = await temporaryFolder(point(1, '500', 2));
    const env = { REANA_CI_RESULTS: 'scan' };
    expect((await call(registerGather, ['gather', '--json'], env, { cwd })).stdout).toContain(
      '"500"',
    );
  });

  it('says what it looked for when there is no point', async () => {
    const cwd = await temporaryFolder({ 'scan/1/other.txt': '' });
    const { error } = await call(registerGather, ['gather'], {}, { cwd });
    expect(error).toMatchObject({ code: 'not-found' });
  });
});
