import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerDownload } from '../../src/commands/download.ts';
import { registerList } from '../../src/commands/list.ts';
import { registerLogs } from '../../src/commands/logs.ts';
import { registerPing } from '../../src/commands/ping.ts';
import { registerStatus } from '../../src/commands/status.ts';
import { registerStop } from '../../src/commands/stop.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';
import { runId, startReanaStub, token } from './reana-stub.ts';

describe('status', () => {
  it('shows where a run is', async () => {
    const { env } = await startReanaStub('finished');
    const { stdout, error } = await call(registerStatus, ['status', 'analysis.3'], env);
    expect(error).toBeUndefined();
    expect(stdout).toBe(
      [
        'run     analysis.3',
        `id      ${runId}`,
        'status  finished',
        'steps   1/2',
        'created 2026-01-31T12:00:00',
        'started 2026-01-31T12:01:00',
        'ended   2026-01-31T14:08:00',
        'took    2 h 07 min',
        '',
      ].join('\n'),
    );
  });

  it.each(['analysis', 'analysis.3', runId])('knows the run as %s', async (name) => {
    const { env } = await startReanaStub();
    const { stdout } = await call(registerStatus, ['status', name, '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ id: runId, status: 'running' });
  });

  it('takes the run that REANA_WORKON names', async () => {
    const { env } = await startReanaStub();
    const { stdout } = await call(registerStatus, ['status'], { ...env, REANA_WORKON: 'analysis' });
    expect(stdout).toContain('at step limit_stage');
  });

  it('asks for a run when none is named', async () => {
    const { env } = await startReanaStub();
    const { error } = await call(registerStatus, ['status'], env);
    expect(error).toMatchObject({ code: 'usage', message: 'No run is given.' });
  });

  it('says so when there is no such run', async () => {
    const { env } = await startReanaStub();
    const { error } = await call(registerStatus, ['status', 'other'], env);
    expect(error).toMatchObject({ code: 'not-found' });
  });
});

describe('list', () => {
  it('shows runs as a table', async () => {
    const { env } = await startReanaStub('finished');
    const { stdout } = await call(registerList, ['list'], env);
    expect(stdout).toBe(
      [
        'RUN         STATUS    STEPS  CREATED              TOOK        ID',
        `analysis.3  finished  1/2    2026-01-31T12:00:00  2 h 07 min  ${runId}`,
        '',
      ].join('\n'),
    );
  });

  it('passes on what to look for', async () => {
    const { env, requests } = await startReanaStub();
    const arguments_ = [
      'list',
      '--search',
      'nothing',
      '--status',
      'failed,stopped',
      '--limit',
      '5',
    ];
    const { stdout, stderr } = await call(registerList, arguments_, env);
    expect(stdout).toBe('');
    expect(stderr).toBe('No matching run.\n');
    expect(requests.at(-1)).toMatch(/status=failed%2Cstopped.*size=5/);
  });

  it('prints an empty list as JSON, too', async () => {
    const { env } = await startReanaStub();
    const { stdout } = await call(registerList, ['list', '--search', 'nothing', '--json'], env);
    expect(stdout).toBe('[]\n');
  });

  it.each([
    ['--status', 'sleeping'],
    ['--limit', 'ten'],
    ['--limit', '0'],
  ])('refuses %s %s', async (...wrong) => {
    const { error } = await call(registerList, ['list', ...wrong], {});
    expect(error).toMatchObject({ code: 'commander.invalidArgument' });
  });
});

describe('stop', () => {
  it('stops a running run', async () => {
    const { env, requests } = await startReanaStub();
    const { stdout } = await call(registerStop, ['stop', 'analysis.3'], env);
    expect(stdout).toBe('Run analysis.3 has been stopped.\n');
    expect(requests).toContain(`PUT /api/workflows/${runId}/status?status=stop`);
  });

  it('leaves a run alone that has ended', async () => {
    const { env, requests } = await startReanaStub('failed');
    const { stdout } = await call(registerStop, ['stop', 'analysis.3'], env);
    expect(stdout).toBe('Run analysis.3 had ended before: failed.\n');
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });
});

describe('logs', () => {
  it('prints the engine and every step', async () => {
    const { env } = await startReanaStub();
    const { stdout } = await call(registerLogs, ['logs', 'analysis'], env);
    expect(stdout).toBe(
      [
        '==> workflow engine <==',
        'two jobs submitted',
        '',
        '==> rucio_download: finished <==',
        'downloaded',
        '',
        '==> limit_stage: failed <==',
        'no convergence',
        '',
        '',
      ].join('\n'),
    );
  });

  it('prints only the steps asked for', async () => {
    const { env } = await startReanaStub();
    const { stdout } = await call(registerLogs, ['logs', 'analysis', '--step', 'limit_stage'], env);
    expect(stdout).toBe('==> limit_stage: failed <==\nno convergence\n\n');
  });

  it('names the steps there are when asked for another', async () => {
    const { env } = await startReanaStub();
    const { error } = await call(registerLogs, ['logs', 'analysis', '--step', 'fit'], env);
    expect(error).toMatchObject({
      code: 'not-found',
      message: 'The run has no log of a step fit.',
      hint: expect.stringContaining('rucio_download, limit_stage'),
    });
  });
});

describe('download', () => {
  it('fetches the declared outputs, and says which are missing', async () => {
    const { env } = await startReanaStub('finished');
    const cwd = await temporaryFolder({});
    const { stdout, error } = await call(registerDownload, ['download', 'analysis'], env, { cwd });
    expect(stdout.split('\n')).toEqual([
      'results/limit_stage/limit.txt',
      'results/limit_stage/output.json',
      'results/reana.yaml',
      '',
    ]);
    expect(await readFile(path.join(cwd, 'results/limit_stage/output.json'), 'utf8')).toBe(
      '{"exp": 0.89}\n',
    );
    expect(error).toMatchObject({
      code: 'output-missing',
      message: 'Not in the workspace: plots.',
    });
  });

  it('fetches what patterns name, and packs it', async () => {
    const { env } = await startReanaStub('finished');
    const cwd = await temporaryFolder({});
    const arguments_ = [
      'download',
      'analysis',
      '**/*.json',
      '--results',
      'here',
      '--archive',
      'all.tgz',
    ];
    const { stdout, error } = await call(registerDownload, [...arguments_, '--json'], env, { cwd });
    expect(error).toBeUndefined();
    expect(JSON.parse(stdout)).toMatchObject({
      id: runId,
      results: path.join(cwd, 'here'),
      files: [{ path: 'limit_stage/output.json', size: 14 }],
      missing: [],
      archive: path.join(cwd, 'all.tgz'),
    });
    expect([...(await readFile(path.join(cwd, 'all.tgz'))).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  });
});

describe('ping', () => {
  it('shows server, account and quota, never the token', async () => {
    const { env } = await startReanaStub();
    const { stdout, error } = await call(registerPing, ['ping'], env);
    expect(error).toBeUndefined();
    expect(stdout).toBe(
      [
        `server  ${env.REANA_SERVER_URL ?? ''} (REANA 0.9.4)`,
        'takes   resolved specifications',
        'user    ada@example.org',
        'disk    1.5 KiB of 2.0 GiB used (healthy)',
        'cpu     2 h 05 min used',
        '',
      ].join('\n'),
    );
    const { stdout: asJson } = await call(registerPing, ['ping', '--json'], env);
    expect(JSON.parse(asJson)).toMatchObject({
      bundles: false,
      user: { email: 'ada@example.org' },
    });
    expect(asJson).not.toContain(token);
  });

  it('tells when the token is refused', async () => {
    const { env } = await startReanaStub();
    const { error } = await call(registerPing, ['ping'], {
      ...env,
      REANA_ACCESS_TOKEN: 'wrong-one',
    });
    expect(error).toMatchObject({ code: 'unauthorized' });
  });
});
