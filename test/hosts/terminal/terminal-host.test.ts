import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createTerminalHost } from '../../../src/hosts/terminal/terminal-host.ts';
import type { RunRecord } from '../../../src/results/run-record.ts';
import type { RunEvent } from '../../../src/run/event.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const transfer = { total: 2, totalBytes: 3072 };
const standing = { total: 2, milliseconds: 61_000 };
const url = 'https://reana.example.org/details/0a1b';

const events: RunEvent[] = [
  { kind: 'phase', phase: 'prepare' },
  { kind: 'phase', phase: 'preflight', server: 'https://reana.example.org' },
  { kind: 'submitted', id: '0a1b', name: 'fit-0a1b2c.1', url, reattached: false },
  { kind: 'phase', phase: 'secrets', detail: 'VONAME, VOMSPROXY_PASS' },
  { kind: 'upload', done: 0, bytes: 0, ...transfer },
  { kind: 'upload', done: 1, bytes: 1024, ...transfer },
  { kind: 'upload', done: 2, bytes: 3072, ...transfer },
  { kind: 'status', status: 'queued', done: 0, total: 0, milliseconds: 0 },
  { kind: 'unchanged', status: 'queued', done: 0, total: 0, milliseconds: 5000 },
  { kind: 'heartbeat', status: 'queued', milliseconds: 240_000 },
  { kind: 'status', status: 'running', done: 0, ...standing },
  { kind: 'step-started', step: 'select' },
  { kind: 'step-ended', step: 'select', status: 'finished', milliseconds: 7000 },
  { kind: 'status', status: 'running', done: 1, ...standing },
  { kind: 'warning', message: 'The server does not answer.' },
  { kind: 'step-started', step: 'fit' },
  { kind: 'step-ended', step: 'fit', status: 'failed', milliseconds: 90_000 },
  { kind: 'status', status: 'failed', done: 2, ...standing },
  { kind: 'log-tail', step: 'fit', lines: ['reading', 'Error: \u001b[31mno events\u001b[0m'] },
  { kind: 'download', done: 2, bytes: 3072, ...transfer },
];

function collect(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      collected.text += chunk.toString();
      done();
    },
  });
  const collected = Object.assign(stream, { text: '' });
  return collected;
}

function host(interactive: boolean, cwd = '/home/ada', now = () => 0) {
  const progress = collect();
  const summary = collect();
  const redact = (text: string) => text.replaceAll('s3cret', '[hidden]');
  const surroundings = { progress, summary, interactive, cwd, resumes: false, redact, now };
  const created = createTerminalHost(surroundings);
  return { created, progress, summary };
}

describe('the log of a run', () => {
  it('has one line per change', () => {
    const { created, progress } = host(false);
    for (const event of events) created.announce(event);
    expect(progress.text).toBe(
      [
        'server      https://reana.example.org',
        'run         fit-0a1b2c.1',
        `            ${url}`,
        'secrets     VONAME, VOMSPROXY_PASS',
        'upload      2 files, 3.0 KiB',
        'queued',
        'queued      still, after 4 min 00 s',
        'running     2 jobs',
        '  started   select',
        '  finished  select (7 s)',
        'warning: The server does not answer.',
        '  started   fit',
        '  failed    fit (1 min 30 s)',
        'failed      2 jobs',
        '',
        'The last 2 lines of fit:',
        '  | reading',
        '  | Error: no events',
        '',
        'fetch       2 files, 3.0 KiB',
        '',
      ].join('\n'),
    );
  });

  it('says now and then how far a long transfer is', () => {
    let time = 0;
    const { created, progress } = host(false, '/home/ada', () => time);
    for (const [minutes, done] of [
      [0, 0],
      [0.5, 0],
      [1.5, 1],
      [2, 1],
      [2.2, 2],
    ] as const) {
      time = minutes * 60_000;
      created.announce({ kind: 'download', done, bytes: done * 1536, ...transfer });
    }
    expect(progress.text).toBe(
      'fetch       1 of 2 files, 1.5 KiB of 3.0 KiB\nfetch       2 files, 3.0 KiB\n',
    );
  });

  it('shows no address of an embedded REANA, which has no pages', () => {
    const { created, progress } = host(false);
    const here = 'http://127.0.0.1:40000/details/a';
    created.announce({ kind: 'submitted', id: 'a', name: 'fit.1', url: here, reattached: false });
    expect(progress.text).toBe('run         fit.1\n');
  });

  it('does not claim to know fractions of a second', () => {
    const { created, progress } = host(false);
    created.announce({ kind: 'step-ended', step: 'fit', status: 'finished', milliseconds: 0 });
    expect(progress.text).toBe('  finished  fit (under 1 s)\n');
  });

  it('says when it goes on with the run of an earlier try', () => {
    const { created, progress } = host(false);
    created.announce({ kind: 'submitted', id: 'a', name: 'fit.1', url, reattached: true });
    expect(progress.text).toContain('run         fit.1 (made by an earlier try)\n');
  });

  it('has no control characters but its own line breaks', () => {
    const { created, progress } = host(false);
    created.announce({ kind: 'step-started', step: 'fit\r\u001b[2J\nfake line' });
    expect(progress.text).toBe('  started   fit [2J fake line\n');
  });
});

describe('a terminal', () => {
  it('shows the lines of the log and a bar below them', () => {
    const { created, progress } = host(true);
    for (const event of events.slice(10, 14)) created.announce(event);
    expect(progress.text).toBe(
      [
        'running     2 jobs\n[------------------------] running 0/2 jobs, 1 min 01 s',
        '  started   select\n[------------------------] running 0/2 jobs, 1 min 01 s',
        '  finished  select (7 s)\n[------------------------] running 0/2 jobs, 1 min 01 s',
        '[############------------] running 1/2 jobs, 1 min 01 s',
      ].join('\r\u001b[K'),
    );
  });

  it('shows how far a transfer is', () => {
    const { created, progress } = host(true);
    for (const event of events.slice(4, 7)) created.announce(event);
    expect(progress.text).toBe(
      [
        '[------------------------] upload 0/2 files, 0 B of 3.0 KiB',
        '[########----------------] upload 1/2 files, 1.0 KiB of 3.0 KiB',
        'upload      2 files, 3.0 KiB\n',
      ].join('\r\u001b[K'),
    );
  });
});

describe('the end of a run', () => {
  async function finished(change: Partial<RunRecord> = {}) {
    const limits = { exp_m2: 0.4, exp_m1: 0.6, exp: 0.9, exp_p1: 1.3, exp_p2: 1.8, obs: 1.3 };
    const cwd = await temporaryFolder({
      'results/outputs/limit_stage/limit_data.json': JSON.stringify(limits),
    });
    const results = path.join(cwd, 'results');
    const record: RunRecord = {
      version: 1,
      analysis: 'fit',
      specification: 'reana.yaml',
      server: 'https://reana.example.org',
      id: '0a1b',
      name: 'fit-0a1b2c.1',
      digest: '0a1b2c',
      status: 'finished',
      reattached: false,
      inputs: { datasets: [], variables: {} },
      timings: { begun: '2026-01-31T12:00:00.000Z' },
      steps: [{ name: 'fit', status: 'finished', image: '', command: '', log: 'logs/01-fit.log' }],
      files: [{ path: 'limit_stage/limit_data.json', size: 74, sha256: '' }],
      missing: [],
      archive: 'output_from_reana.tar',
      exitCode: 0,
      ...change,
    };
    const { created, summary } = host(false, cwd);
    await created.report({ record, results });
    return summary.text;
  }

  it('shows the limits and where everything is', async () => {
    const text = await finished();
    expect(text).toContain('limit_stage/limit_data.json');
    expect(text).toMatch(/1\.3/);
    expect(text.split('\n').slice(-6)).toEqual([
      'outputs  results/outputs        1 file, 74 B',
      'archive  output_from_reana.tar',
      'logs     results/logs           1 step',
      'record   results/run.json',
      'page     results/report.html',
      '',
    ]);
  });

  it('names the outputs that the run did not make', async () => {
    const text = await finished({ missing: ['plots', 'table.tex'] });
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      'Not among the files of the run: plots, table.tex',
    );
  });

  it('shows nothing of a run that was never made', async () => {
    const { created, summary } = host(false);
    const { id: _id, ...record } = { id: '', status: 'not-submitted' } as RunRecord;
    await created.report({ record });
    expect(summary.text).toBe('');
  });
});
