import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReanaCiError } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import { CallError, type CallFailure } from '../../src/reana/call-error.ts';
import type { RunStatus } from '../../src/reana/types.ts';
import { makeAnalysis, specification, tryRun } from './fake-analysis.ts';
import { fakeReana, job, type Look } from './fake-reana.ts';

const outputs = { 'limits/limits.json': '{"obs":1.4}', 'limits/plots/a.txt': 'x', 'big.root': '…' };
const finishing: Look[] = [
  'queued',
  { status: 'running', progress: { running: 1, total: 1 }, jobs: [job('fit', 'running')] },
  {
    status: 'finished',
    progress: { finished: 1, total: 1 },
    jobs: [job('fit', 'finished', 'all good\n')],
  },
];
const failing: Look[] = [
  'running',
  {
    status: 'failed',
    progress: { failed: 1, total: 1 },
    jobs: [
      job('fit', 'failed', `${Array.from({ length: 99 }, (_, i) => `line ${i}`).join('\n')}\n`),
    ],
  },
];

class Interruption extends Error {
  readonly exitCode = 143;
}

describe('a run that finishes', () => {
  it('is created, filled, started, watched and collected, in this order', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const { outcome, host } = await tryRun(reana);
    expect(outcome.error).toBeUndefined();
    expect(reana.calls.map((call) => call.replace(/-[0-9a-f]{32}/, ''))).toEqual([
      'create fit.1',
      'upload .reana-ci/job.json',
      'upload reana.yaml',
      'upload fit.py',
      'start fit.1',
    ]);
    const phases = host.events.flatMap((event) => (event.kind === 'phase' ? [event.phase] : []));
    expect(phases).toEqual([
      'prepare',
      'preflight',
      'create',
      'upload',
      'start',
      'watch',
      'collect',
      'report',
    ]);
  });

  it('is told to have ended after its last step is', async () => {
    const { host } = await tryRun(fakeReana({ looks: finishing, outputs }));
    const told = host.events.flatMap((event) => {
      if (event.kind === 'status') return [event.status];
      return event.kind === 'step-ended' ? [`${event.step} ${event.status}`] : [];
    });
    expect(told).toEqual(['queued', 'running', 'fit finished', 'finished']);
  });

  it('brings outputs, logs, the archive and the record', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const { cwd, outcome, host } = await tryRun(reana);
    const read = (file: string) => readFile(path.join(cwd, file), 'utf8');
    expect(await read('results/outputs/limits/limits.json')).toBe(outputs['limits/limits.json']);
    expect(await read('results/logs/01-fit.log')).toBe('all good\n');
    expect(JSON.parse(await read('results/run.json'))).toEqual(outcome.record);
    const tar = await createShell({ cwd })`tar tzf output_from_reana.tar`;
    expect(tar.stdout).toBe('limits/limits.json\nlimits/plots/a.txt\n');
    expect(host.reports).toMatchObject([
      { record: outcome.record, results: path.join(cwd, 'results') },
    ]);
  });

  it('packs no archive where none is wanted', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const { cwd, outcome } = await tryRun(reana, { settings: { archive: undefined } });
    expect(outcome.error).toBeUndefined();
    expect(outcome.record).not.toHaveProperty('archive');
    expect(await readdir(cwd)).toEqual(['fit', 'results']);
  });

  it('records what was asked for, what happened and what came back', async () => {
    const { outcome } = await tryRun(fakeReana({ looks: finishing, outputs }));
    expect(outcome.record).toMatchObject({
      version: 1,
      analysis: 'fit',
      specification: 'reana.yaml',
      server: 'https://reana.example.org',
      id: 'id-1',
      url: 'https://reana.example.org/details/id-1',
      status: 'finished',
      reattached: false,
      inputs: { datasets: ['mc23:mc23.801234.signal.deriv.DAOD'], variables: {} },
      timings: {
        begun: '2026-01-31T12:00:00.000Z',
        submitted: '2026-01-31T12:00:00.000Z',
        started: '2026-01-31T12:00:02.000Z',
        ended: '2026-01-31T12:00:04.000Z',
      },
      steps: [{ name: 'fit', status: 'finished', log: 'logs/01-fit.log' }],
      files: [
        { path: 'limits/limits.json', size: 11 },
        { path: 'limits/plots/a.txt', size: 1 },
      ],
      missing: [],
      archive: 'output_from_reana.tar',
      exitCode: 0,
    });
    expect(outcome.record.name).toMatch(/^fit-[0-9a-f]{32}\.1$/);
    expect(outcome.record.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('submits the rendered specification and leaves the file of the user as it is', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const { cwd } = await tryRun(reana);
    expect(reana.runs.get('id-1')?.files.get('reana.yaml')).toContain(
      'python fit.py mc23:mc23.801234.signal.deriv.DAOD',
    );
    expect(await readFile(path.join(cwd, 'fit/reana.yaml'), 'utf8')).toBe(specification);
  });

  it('fetches what is asked for in place of the declared outputs', async () => {
    const { outcome } = await tryRun(fakeReana({ looks: finishing, outputs }), {
      options: { output: ['*.root', 'limits/plots'] },
    });
    expect(outcome.record.files.map(({ path: file }) => file)).toEqual([
      'big.root',
      'limits/plots/a.txt',
    ]);
  });

  it('ends with 7, and keeps the rest, when a declared output is missing', async () => {
    const cwd = await makeAnalysis({
      'fit/reana.yaml': specification.replace('[limits]', '[limits, plots]'),
    });
    const { outcome } = await tryRun(fakeReana({ looks: finishing, outputs }), { cwd });
    expect(outcome.error).toMatchObject({ code: 'output-missing' });
    expect(outcome.record).toMatchObject({ exitCode: 7, missing: ['plots'], status: 'finished' });
    expect(outcome.record.files).toHaveLength(2);
  });

  it('ends with 7, and keeps the rest, when the disk is full', async () => {
    const full = new ReanaCiError('local-io', 'limits/plots/a.txt: no space left on the disk.');
    const reana = fakeReana({ looks: finishing, outputs });
    const original = { ...reana.client };
    Object.assign(reana.client, {
      downloadFiles: async (...[id, files, sink]: Parameters<typeof original.downloadFiles>) => {
        await original.downloadFiles(id, files.slice(0, 1), sink);
        throw full;
      },
    });
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toBe(full);
    expect(outcome.record).toMatchObject({ exitCode: 7, files: [{ path: 'limits/limits.json' }] });
    expect(outcome.record.archive).toBeDefined();
    expect(outcome.record.steps).toHaveLength(1);
  });
});

describe('a run that does not finish', () => {
  it('shows the last 40 lines of the failed step, fetches what there is and ends with 1', async () => {
    const reana = fakeReana({ looks: failing, outputs });
    const { outcome, host } = await tryRun(reana);
    expect(outcome.error?.message).toMatch(/^fit-[0-9a-f]{32}\.1 failed in fit\.$/);
    expect(outcome.record).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(outcome.record.files).toHaveLength(2);
    const tails = host.events.filter((event) => event.kind === 'log-tail');
    expect(tails).toHaveLength(1);
    expect(tails[0]?.lines).toHaveLength(40);
    expect(tails[0]?.lines.at(-1)).toBe('line 98');
  });

  it('cuts a line of the log that does not end', async () => {
    const logs = { engine: 'x'.repeat(300_000), jobs: [] };
    const { host } = await tryRun(fakeReana({ looks: ['failed'], logs }));
    const [tail] = host.events.filter((event) => event.kind === 'log-tail');
    expect(tail?.lines).toEqual([`${'x'.repeat(500)}…`]);
  });

  it('shows what the engine said when no step had begun', async () => {
    const logs = { engine: 'KeyError: workdir', jobs: [] };
    const { host } = await tryRun(fakeReana({ looks: ['failed'], logs }));
    expect(host.events).toContainEqual({
      kind: 'log-tail',
      step: 'workflow engine',
      lines: ['KeyError: workdir'],
    });
  });

  it.each(['stopped', 'deleted'] as const)(
    'ends with 1 when it was %s on REANA',
    async (status) => {
      const { outcome } = await tryRun(fakeReana({ looks: ['running', status] }));
      expect(outcome.record).toMatchObject({ status, exitCode: 1 });
      expect(outcome.error?.message).toMatch(new RegExp(`was ${status} on REANA`));
    },
  );

  it.each([
    ['running', { timeout: '1m' }, 'stop', 'stopped'],
    ['pending', { queueTimeout: '1m' }, 'delete', 'deleted'],
  ] as const)(
    'is ended when its time is over while it is %s',
    async (status, options, call, end) => {
      const reana = fakeReana({ looks: Array<Look>(99).fill(status), outputs });
      const { outcome } = await tryRun(reana, { options });
      expect(outcome.error).toMatchObject({ code: 'deadline' });
      expect(outcome.record).toMatchObject({ exitCode: 6, status: end });
      expect(reana.calls.at(-1)).toMatch(new RegExp(`^${call} fit-`));
    },
  );

  it('is deleted when the time for everything is over while its files are on their way', async () => {
    const reana = fakeReana({
      client: {
        uploadFiles: (_id, _files, _progress, signal) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          }),
      },
    });
    const { outcome } = await tryRun(reana, { options: { deadline: '1s' } });
    expect(outcome.error).toMatchObject({ code: 'deadline' });
    expect(outcome.record).toMatchObject({ exitCode: 6, status: 'deleted' });
  });

  it('still has its logs fetched when its time is over', async () => {
    const looks: Look[] = [
      { status: 'running', progress: { running: 1 }, jobs: [job('fit', 'running', 'so far')] },
      ...Array<Look>(99).fill('running'),
    ];
    const { outcome } = await tryRun(fakeReana({ looks }), { options: { timeout: '1m' } });
    expect(outcome.record.steps).toMatchObject([{ name: 'fit', log: 'logs/01-fit.log' }]);
  });
});

describe('an order to stop', () => {
  it.each<[RunStatus, string, RunStatus]>([
    ['running', 'stop', 'stopped'],
    ['pending', 'delete', 'deleted'],
    ['queued', 'delete', 'deleted'],
  ])('ends a %s run on REANA', async (status, call, end) => {
    const reana = fakeReana({ looks: Array<Look>(99).fill(status), outputs });
    const reason = new Interruption('Interrupted by SIGTERM.');
    const { outcome, host } = await tryRun(reana, { interruption: { after: 5000, reason } });
    expect(reana.calls.at(-1)).toMatch(new RegExp(`^${call} fit-`));
    expect(outcome.error).toBe(reason);
    expect(outcome.record).toMatchObject({
      exitCode: 143,
      status: end,
      error: { code: 'interrupted' },
    });
    expect(host.reports).toHaveLength(1);
  });

  it('deletes a run whose files were on their way', async () => {
    const controller = new AbortController();
    const reason = new Interruption('Interrupted by SIGTERM.');
    const reana = fakeReana({
      client: {
        uploadFiles() {
          controller.abort(reason);
          return Promise.reject(reason);
        },
      },
    });
    const { outcome } = await tryRun(reana, { tools: { signal: controller.signal } });
    expect(reana.calls.at(-1)).toMatch(/^delete fit-/);
    expect(outcome.record).toMatchObject({ exitCode: 143, status: 'deleted' });
  });

  it('deletes a run that was being created', async () => {
    const controller = new AbortController();
    const reason = new Interruption('Interrupted by SIGINT.');
    const reana = fakeReana();
    const original = { ...reana.client };
    Object.assign(reana.client, {
      createRun: async (...given: Parameters<typeof original.createRun>) => {
        controller.abort(reason);
        return original.createRun(...given);
      },
    });
    const { outcome } = await tryRun(reana, { tools: { signal: controller.signal } });
    expect(reana.calls.map((call) => call.split(' ')[0])).toEqual(['create', 'delete']);
    expect(outcome.error).toBe(reason);
  });

  it('deletes a run whose making was never confirmed', async () => {
    const controller = new AbortController();
    const reason = new Interruption('Interrupted by SIGINT.');
    const reana = fakeReana();
    const original = { ...reana.client };
    Object.assign(reana.client, {
      createRun: async (...[request, signal]: Parameters<typeof original.createRun>) => {
        await original.createRun(request);
        controller.abort(reason);
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(reason);
          });
        });
      },
    });
    await tryRun(reana, { tools: { signal: controller.signal } });
    expect([...reana.runs.values()].map(({ status }) => status)).toEqual(['deleted']);
  });

  it('tells how to stop a run that could not be stopped', async () => {
    const reana = fakeReana({
      looks: Array<Look>(99).fill('running'),
      client: {
        stopRun: () => Promise.reject(new ReanaCiError('unreachable', 'No answer.')),
      },
    });
    const reason = new Interruption('Interrupted by SIGTERM.');
    const { host } = await tryRun(reana, { interruption: { after: 5000, reason } });
    const warnings = host.events.flatMap((event) =>
      event.kind === 'warning' ? [event.message] : [],
    );
    expect(warnings.join()).toContain('reana-ci stop id-1');
  });
});

describe('a server that is away at the start', () => {
  it('is waited for', async () => {
    const { reana, tries } = awayFor(5, 'patiently');
    const { outcome } = await tryRun(reana);
    expect(outcome.record).toMatchObject({ exitCode: 0, status: 'finished' });
    expect(tries()).toBe(6);
  });

  it('is not waited for when there is no such host', async () => {
    const { reana, tries } = awayFor(5, 'few');
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toMatchObject({ code: 'unreachable', exitCode: 75 });
    expect(tries()).toBe(1);
  });

  it('is named in the end with what was wrong', async () => {
    const { reana, tries } = awayFor(Infinity, 'patiently');
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toMatchObject({ code: 'unreachable', message: 'No way there.' });
    expect(tries()).toBeGreaterThan(20);
  });
});

describe('a server that goes away', () => {
  it('leaves the run to a retry and ends with 75', async () => {
    const away = () => new ReanaCiError('unreachable', 'No answer.');
    const reana = fakeReana({ looks: ['running', ...Array.from({ length: 200 }, away)] });
    const { outcome } = await tryRun(reana);
    expect(outcome.record).toMatchObject({ exitCode: 75, status: 'running' });
    expect(reana.runs.get('id-1')?.status).toBe('running');
  });

  it('is waited for while results are fetched, and nothing is fetched twice', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const original = { ...reana.client };
    const asked: string[][] = [];
    Object.assign(reana.client, {
      downloadFiles: async (...[id, files, sink]: Parameters<typeof original.downloadFiles>) => {
        asked.push(files.map((file) => file.path));
        await original.downloadFiles(id, files.slice(0, 1), sink);
        if (asked.length < 2) throw new ReanaCiError('unreachable', 'No answer.');
      },
    });
    const { outcome } = await tryRun(reana);
    expect(asked).toEqual([['limits/limits.json', 'limits/plots/a.txt'], ['limits/plots/a.txt']]);
    expect(outcome.record).toMatchObject({ exitCode: 0, files: [{}, {}] });
  });

  it('leaves a half-filled run to a retry', async () => {
    const reana = fakeReana({
      client: { uploadFiles: () => Promise.reject(new ReanaCiError('unreachable', 'No answer.')) },
    });
    const { outcome } = await tryRun(reana);
    expect(outcome.record).toMatchObject({ exitCode: 75, status: 'created' });
    expect(reana.calls.join()).not.toContain('delete');
  });
});

describe('what is refused before anything is submitted', () => {
  it('an analysis that has changed since it was planned', async () => {
    const reana = fakeReana({ looks: finishing, outputs });
    const cwd = await makeAnalysis();
    const { outcome: first } = await tryRun(reana, { cwd });
    const { digest } = first.record;
    const { outcome: same } = await tryRun(reana, { cwd, tools: { digest } });
    expect(same.error).toBeUndefined();
    await writeFile(path.join(cwd, 'fit/fit.py'), 'print(2)\n');
    const { outcome } = await tryRun(reana, { cwd, tools: { digest } });
    expect(outcome.error).toMatchObject({ code: 'specification' });
    expect(outcome.error?.message).toContain('changed during the scan');
    expect(reana.runs.size).toBe(2);
  });

  it('tells all mistakes of options and specification at once', async () => {
    const reana = fakeReana();
    const { outcome, host } = await tryRun(reana, {
      options: {
        input: ['not a dataset'],
        parameter: ['tune=a'],
        option: ['SPEED=high'],
        timeout: 'soon',
        compression: 'rar',
        secretEnv: ['NO_SUCH_VARIABLE'],
        resume: true,
        fresh: true,
      },
    });
    expect(outcome.error).toBeInstanceOf(ReanaCiError);
    const { findings } = outcome.error as ReanaCiError;
    const text = findings.map(({ message }) => message).join('\n');
    for (const part of [
      'not a dataset',
      'tune',
      'SPEED',
      '--timeout',
      '--compression',
      'NO_SUCH_VARIABLE',
      '--resume',
    ]) {
      expect(text).toContain(part);
    }
    expect(outcome.record).toMatchObject({ exitCode: 4, status: 'not-submitted' });
    expect(host.reports).toHaveLength(1);
    expect(reana.calls).toEqual([]);
  });

  it('tells a single mistake as it is', async () => {
    const { outcome } = await tryRun(fakeReana(), { options: { analysis: 'nowhere' } });
    expect(outcome.error?.message).toBe('The analysis "nowhere" is not a folder.');
  });

  it('refuses a bundle that a server of the next generation would not take', async () => {
    const ping = () => Promise.resolve({ bundles: true });
    const many = Array.from({ length: 1001 }, (_, index) => [`fit/${index}.txt`, ''] as const);
    const inputs = many.map(([name]) => path.basename(name)).join(', ');
    const cwd = await makeAnalysis({
      ...Object.fromEntries(many),
      'fit/steps.json': '{"steps":[]}',
      'fit/reana.yaml': `version: 0.9.0
inputs: { files: [${inputs}], parameters: { dataset: VAR_INPUT } }
workflow: { type: serial, file: steps.json }
`,
    });
    const { outcome } = await tryRun(fakeReana({ client: { ping } }), { cwd });
    expect(outcome.error).toMatchObject({ code: 'specification' });
    expect((outcome.error as ReanaCiError).findings).toMatchObject([{ rule: 'bundle-too-large' }]);
  });

  it('warns of what REANA lets pass but would not read', async () => {
    const cwd = await makeAnalysis({ 'fit/reana.yaml': `${specification}output: {}\n` });
    const { host } = await tryRun(fakeReana(), { cwd });
    expect(host.events).toContainEqual({
      kind: 'warning',
      message: 'reana.yaml:14:1: REANA does not read output',
    });
  });

  it('prefers the mistakes to a missing token', async () => {
    const connect = () => Promise.reject(new ReanaCiError('unauthorized', 'No token.'));
    const withMistake = await tryRun(fakeReana(), {
      options: { timeout: 'soon' },
      tools: { connect },
    });
    expect(withMistake.outcome.record.exitCode).toBe(4);
    const without = await tryRun(fakeReana(), { tools: { connect } });
    expect(without.outcome.record.exitCode).toBe(5);
  });

  it('makes no run for an account whose quota is used up', async () => {
    const disk = { usage: 2 ** 30, limit: 2 ** 30, health: 'critical' as const };
    const cpu = { usage: 1000, limit: 10_000, health: 'healthy' as const };
    const reana = fakeReana({
      client: { user: () => Promise.resolve({ email: 'a@b.ch', quota: { disk, cpu } }) },
    });
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toMatchObject({ code: 'quota', exitCode: 5 });
    expect(outcome.error?.message).toBe('Disk: 1.0 GiB of 1.0 GiB used.');
    expect(reana.calls).toEqual([]);
  });

  it('makes no run whose files the account has no room for', async () => {
    const disk = { usage: 2 ** 30 - 3, limit: 2 ** 30, health: 'healthy' as const };
    const reana = fakeReana({
      client: { user: () => Promise.resolve({ email: 'a@b.ch', quota: { disk } }) },
    });
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toMatchObject({ code: 'quota', exitCode: 5 });
    expect(outcome.error?.message).toContain('the account has only 3 B left');
    expect(reana.calls).toEqual([]);
  });

  it('makes no run that the cluster has no engine for', async () => {
    const info = { supportedEngines: ['yadage', 'cwl'], raw: {} };
    const reana = fakeReana({ client: { info: () => Promise.resolve(info) } });
    const { outcome } = await tryRun(reana);
    expect(outcome.error?.message).toBe('This cluster does not run serial workflows.');
    expect(reana.calls).toEqual([]);
  });

  it('deletes a run that the server does not start', async () => {
    const refused = new ReanaCiError('bad-request', 'Input parameter "x" is not present.');
    const reana = fakeReana({ client: { startRun: () => Promise.reject(refused) } });
    const { outcome } = await tryRun(reana);
    expect(outcome.error).toBe(refused);
    expect(reana.runs.get('id-1')?.status).toBe('deleted');
  });

  it('ends a run when the program itself has a bug', async () => {
    const bug = new TypeError('x is not a function');
    const reana = fakeReana({ looks: ['running', bug] });
    const { outcome } = await tryRun(reana);
    expect(outcome.record).toMatchObject({ exitCode: 70, status: 'stopped' });
    expect(outcome.error).toBe(bug);
  });
});

/** A server whose first `times` pings fail. */
function awayFor(times: number, repeat: CallFailure['repeat']) {
  let tries = 0;
  const ping = () => {
    tries += 1;
    const error = new CallError('unreachable', 'No way there.', { done: 'no', repeat });
    return tries > times ? Promise.resolve({ bundles: false }) : Promise.reject(error);
  };
  const reana = fakeReana({ looks: finishing, outputs, client: { ping } });
  return { reana, tries: () => tries };
}
