import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addOptions, variableOf } from '../../src/commands/run/option-reader.ts';
import { registerScan } from '../../src/commands/scan.ts';
import { readScanOptions, scanOptions } from '../../src/commands/scan/options.ts';
import type { PointResult } from '../../src/results/scan/point-result.ts';
import type { RunRecord } from '../../src/results/run-record.ts';
import { startReana } from '../embedded-reana.ts';
import { startProgram } from '../program.ts';
import { massAnalysis } from '../scan/mass-analysis.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';
import { filesOf, makePandaJob, runPayload } from './panda-job.ts';

const local = ['--local', '--executor', 'process'];
const environment = { PATH: process.env.PATH };
const channel = ['--var', 'CHANNEL=ee'];

/** The log without what differs from one time to the next. */
function steady(log: string): string[] {
  return log
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://reana.example.org')
    .replace(/analysis-[A-Za-z0-9]+/g, 'zz')
    .replace(/reana-ci-\w{6}/g, 'zz')
    .replace(/-[0-9a-f]{32}(?=\.1)/g, '-<digest>')
    .replace(/after .*? s\b/g, 'after … s')
    .split('\n');
}

describe('reana-ci scan', () => {
  it('runs all points, tells each change of a point once, and prints one table', async () => {
    const cwd = await temporaryFolder(massAnalysis);
    const points = ['--point-parameter', 'mass=300,500', '--point-parameter', 'tune=A,B'];
    const arguments_ = ['scan', ...local, ...channel, ...points, '--concurrency', '1'];
    const { error, stdout, stderr } = await call(registerScan, arguments_, environment, { cwd });
    expect(error).toBeUndefined();
    expect(stdout.split('\n')).toEqual([
      'point            mass  tune  status    Limit',
      'mass=300,tune=A  300   A     finished  0.3',
      'mass=300,tune=B  300   B     finished  0.3',
      'mass=500,tune=A  500   A     finished  0.5',
      'mass=500,tune=B  500   B     finished  0.5',
      '',
    ]);
    // A run of a moment may have ended before anybody has looked.
    const log = steady(stderr).filter((line) => !line.endsWith('running'));
    expect(log.filter((line) => !line.startsWith('warning'))).toEqual([
      'server                    https://reana.example.org',
      'scan                      4 points, 1 at a time',
      'mass=300,tune=A           submitted  zz-mass-300-tune-A-<digest>.1',
      'mass=300,tune=A           finished after … s  [1/4]  Limit 0.3',
      'mass=300,tune=B           submitted  zz-mass-300-tune-B-<digest>.1',
      'mass=300,tune=B           finished after … s  [2/4]  Limit 0.3',
      'mass=500,tune=A           submitted  zz-mass-500-tune-A-<digest>.1',
      'mass=500,tune=A           finished after … s  [3/4]  Limit 0.5',
      'mass=500,tune=B           submitted  zz-mass-500-tune-B-<digest>.1',
      'mass=500,tune=B           finished after … s  [4/4]  Limit 0.5',
      '',
    ]);
  });

  it('takes its points from a file, and gives scan.json to a script', async () => {
    const cwd = await temporaryFolder({
      ...massAnalysis,
      'points.csv': 'mass,VAR_CHANNEL\n300,ee\n13,ee\n300,mumu\n',
    });
    const arguments_ = ['scan', ...local, '--points', 'points.csv', '--json'];
    const { error, stdout } = await call(registerScan, arguments_, environment, { cwd });
    expect(error).toMatchObject({ code: 'run-failed', exitCode: 1 });
    const results = JSON.parse(stdout) as PointResult[];
    expect(results).toMatchObject([
      {
        point: 'mass=300,VAR_CHANNEL=ee',
        status: 'finished',
        exitCode: 0,
        inputs: { datasets: [], variables: { CHANNEL: 'ee' }, parameters: { mass: '300' } },
        metrics: [{ name: 'limit', label: 'Limit', value: 0.3 }],
      },
      {
        point: 'mass=13,VAR_CHANNEL=ee',
        status: 'failed',
        exitCode: 1,
        error: { code: 'run-failed' },
        metrics: [],
      },
      { point: 'mass=300,VAR_CHANNEL=mumu', status: 'finished' },
    ]);
    expect(JSON.parse(await readFile(path.join(cwd, 'scan/scan.json'), 'utf8'))).toEqual(results);
  });

  it('opens a repository once, and shows where it is from', async () => {
    const cwd = await temporaryFolder(massAnalysis);
    const { createShell } = await import('../../src/base/shell.ts');
    const shell = createShell({ cwd });
    await shell`git init --quiet --initial-branch=main .`;
    await shell`git add .`;
    await shell`git -c user.name=Ada -c user.email=ada@example.org commit --quiet --message Fit`;
    const elsewhere = await temporaryFolder({});
    const arguments_ = ['scan', `file://${cwd}@main`, ...local, ...channel];
    const points = ['--point-parameter', 'mass=300,500'];
    const { error } = await call(registerScan, [...arguments_, ...points], environment, {
      cwd: elsewhere,
    });
    expect(error).toBeUndefined();
    const file = path.join(elsewhere, 'scan/mass=300/run.json');
    const record = JSON.parse(await readFile(file, 'utf8')) as RunRecord;
    expect(record.analysis).toBe(`file://${cwd}@main`);
  });

  it('stops all live runs when it is told to stop', async () => {
    const { client, variables } = await startReana();
    const cwd = await temporaryFolder({ ...massAnalysis, 'fit.sh': 'sleep 600\n' });
    const points = ['--point-parameter', 'mass=1,2,3,4,5', '--concurrency', '4'];
    const child = startProgram(['scan', ...channel, ...points], { cwd, env: variables });
    let log = '';
    let isTold = false;
    for await (const chunk of child.stderr) {
      log += String(chunk);
      if (isTold || (log.match(/ running\n/g) ?? []).length < 2) continue;
      // A second signal would end the program at once.
      isTold = child.kill('SIGTERM');
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(143);
    const runs = await client.listRuns();
    expect(runs).toHaveLength(4);
    for (const { status } of runs) expect(['stopped', 'deleted']).toContain(status);
    const results = JSON.parse(
      await readFile(path.join(cwd, 'scan/scan.json'), 'utf8'),
    ) as PointResult[];
    expect(results.map(({ exitCode }) => exitCode)).toEqual([143, 143, 143, 143, 143]);
    expect(results[4]).toMatchObject({ status: 'not-submitted', error: { code: 'interrupted' } });
  });

  it('is refused in a PanDA job, which still leaves its files', async () => {
    const folder = await makePandaJob({ ...massAnalysis }, {});
    const { exitCode, stderr } = await runPayload(folder, 'cd workDir; reana-ci scan');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('A PanDA job makes one run, not a scan.');
    expect([...(await filesOf(folder)).keys()]).toContain('workDir/output_from_reana.tar');
  });
});

describe('the options of scan', () => {
  it('are all read from the environment, too', () => {
    const env = Object.fromEntries(
      scanOptions.map(({ flag, value }) => [variableOf(flag), value === undefined ? 'yes' : 'v=1']),
    );
    const command = addOptions(new Command('scan'), scanOptions).parse([], { from: 'user' });
    const options = readScanOptions(command.opts(), undefined, env);
    const names = scanOptions.map(({ flag }) =>
      flag.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase()),
    );
    const read = Object.fromEntries(Object.entries(options));
    for (const name of names) expect([true, 'v=1', ['v=1']]).toContainEqual(read[name]);
  });

  it('split the lists of a variable where the next name begins', () => {
    const env = { REANA_CI_POINT_PARAMETER: 'mass=300,500,tune=A,B', REANA_CI_POINT_INPUT: 'a, b' };
    expect(readScanOptions({}, undefined, env)).toMatchObject({
      pointParameter: ['mass=300,500', 'tune=A,B'],
      pointInput: ['a', 'b'],
    });
  });
});
