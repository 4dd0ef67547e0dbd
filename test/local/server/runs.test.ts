import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/local/executor/executor.ts';
import { namesIn, serial, serve } from './serve.ts';

describe('making a run', () => {
  it('numbers the runs of a name', async () => {
    const reana = await serve();
    for (const number of [1, 2]) {
      const answer = await reana.ask('POST', '/api/workflows?workflow_name=fit', {
        json: serial(['true']),
      });
      expect([answer.status, answer.json]).toEqual([
        201,
        {
          message: 'Workflow workspace created',
          workflow_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          workflow_name: `fit.${number}`,
        },
      ]);
    }
  });

  it('gives every run its own number when many are made at once', async () => {
    const reana = await serve();
    await Promise.all(Array.from({ length: 20 }, () => reana.create('many')));
    const { json } = await reana.ask('GET', '/api/workflows?workflow_id_or_name=many');
    const names = namesIn(json);
    expect(new Set(names).size).toBe(20);
    expect(names).toContain('many.20');
  });

  it.each([
    ['a.b', 403, 'Workflow name a.b contains illegal character "."'],
    ['11111111-2222-4333-8444-555555555555', 400, 'Workflow name cannot be a valid UUIDv4.'],
    ['d%C3%A4mpfer', 400, 'Workflow name dämpfer is not valid.'],
  ])('refuses the name %s as REANA does', async (name, status, message) => {
    const reana = await serve();
    const answer = await reana.ask('POST', `/api/workflows?workflow_name=${name}`, {
      json: serial(['true']),
    });
    expect([answer.status, answer.json]).toEqual([status, { message }]);
  });

  it('calls a run without name "workflow"', async () => {
    const reana = await serve();
    const id = await reana.create('');
    expect((await reana.ask('GET', `/api/workflows/${id}/status`)).json.name).toBe('workflow.1');
  });

  it.each([
    [{ workflow: { type: 'make' } }, 500, /Unknown workflow type/],
    [
      serial(['true'], { inputs: { options: { TARGT: 'x' } } }),
      400,
      /option "TARGT" not supported/,
    ],
    [serial(['true'], { inputs: { options: { toplevel: 'x' } } }), 400, /not supported for serial/],
    [
      serial(['true'], { inputs: { files: ['data/a'], directories: ['data'] } }),
      400,
      /Duplicate input paths 'data' and 'data\/a' found/,
    ],
    [serial(['true'], { inputs: { files: ['../a'] } }), 400, /cannot contain '..': ..\/a/],
  ])('refuses a wrong specification (%#)', async (specification, status, message) => {
    const reana = await serve();
    const answer = await reana.ask('POST', '/api/workflows?workflow_name=x', {
      json: specification,
    });
    expect(answer.status).toBe(status);
    expect(answer.json.message).toMatch(message);
  });

  it('answers 500 to what is not JSON and 501 to a remote specification', async () => {
    const reana = await serve();
    const bad = await reana.ask('POST', '/api/workflows?workflow_name=x', { body: 'workflow:' });
    expect(bad.status).toBe(500);
    const remote = await reana.ask('POST', '/api/workflows?workflow_name=x&spec=http://x');
    expect([remote.status, remote.text]).toEqual([501, '"Not implemented"']);
  });

  it('keeps numbers as they were spelled', async () => {
    const reana = await serve();
    const text = '{"workflow":{"type":"serial"},"inputs":{"parameters":{"mass":30.0,"n":1e5}}}';
    const made = await reana.ask('POST', '/api/workflows?workflow_name=x', {
      body: text,
      headers: { 'content-type': 'application/json' },
    });
    const answer = await reana.ask(
      'GET',
      `/api/workflows/${String(made.json.workflow_id)}/specification`,
    );
    expect(answer.text).toBe(`{"specification":${text},"parameters":{}}`);
  });

  it('refuses runs and uploads beyond the disk limit', async () => {
    const reana = await serve({ diskLimit: 10_000 });
    const id = await reana.create();
    const tooLarge = await reana.upload(id, 'big', 'x'.repeat(20_000));
    expect(tooLarge.status).toBe(403);
    expect(tooLarge.json.message).toMatch(/^Uploading file big would exceed the disk quota limit/);
    await reana.upload(id, 'a', 'x'.repeat(10_000));
    const full = await reana.ask('POST', '/api/workflows?workflow_name=x', {
      json: serial(['true']),
    });
    expect([full.status, full.json.message]).toEqual([
      403,
      expect.stringMatching(/^User quota exceeded\./),
    ]);
    const { quota } = (await reana.ask('GET', '/api/you')).json;
    expect(quota.disk).toMatchObject({ health: 'critical', limit: { raw: 10_000 } });
  });
});

describe('starting a run', () => {
  it('answers with the bare name and the number beside it', async () => {
    const reana = await serve();
    const id = await reana.create('fit');
    const answer = await reana.ask('POST', `/api/workflows/${id}/start`, { json: {} });
    expect(answer.json).toMatchObject({
      message: 'Workflow submitted.',
      workflow_id: id,
      workflow_name: 'fit',
      run_number: '1',
      status: 'queued',
    });
  });

  it('refuses a second start with the sentence that clients recognise', async () => {
    const reana = await serve();
    const id = await reana.create('fit');
    await reana.finish(id);
    const again = await reana.ask('POST', `/api/workflows/${id}/start`, { json: {} });
    expect([again.status, again.json]).toEqual([
      403,
      { message: 'Workflow fit.1 is already finished and cannot be started again.' },
    ]);
  });

  it('refuses parameters that the specification does not have', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['true'], { inputs: { parameters: { n: 1 } } }));
    const answer = await reana.ask('POST', `/api/workflows/${id}/start`, {
      json: { input_parameters: { n: 2, m: 3 } },
    });
    expect([answer.status, answer.json]).toEqual([
      400,
      { message: 'Input parameter "m" is not present in reana.yaml' },
    ]);
    expect(await reana.reach(id, 'created')).toBe('created');
  });

  it('answers 403 for a run it does not know, unlike most endpoints', async () => {
    const reana = await serve();
    expect((await reana.ask('POST', '/api/workflows/none/start', { json: {} })).status).toBe(403);
    expect((await reana.ask('GET', '/api/workflows/none/specification')).status).toBe(403);
    const status = await reana.ask('GET', '/api/workflows/none/status');
    expect([status.status, status.json.message]).toEqual([
      404,
      expect.stringMatching(/^REANA_WORKON is set to none, but that workflow does not exist\./),
    ]);
  });

  it('wants a yadage workflow to be uploaded before', async () => {
    const reana = await serve();
    const specification = { workflow: { type: 'yadage', file: 'flow.yml', specification: null } };
    const id = await reana.create('y', specification);
    const answer = await reana.ask('POST', `/api/workflows/${id}/start`, { json: {} });
    expect([answer.status, answer.json.message]).toEqual([
      500,
      'Workflow file flow.yml does not exist',
    ]);
  });

  it('also starts when the status is set to "start"', async () => {
    const reana = await serve();
    const id = await reana.create('fit');
    const answer = await reana.ask('PUT', `/api/workflows/${id}/status?status=start`, { json: {} });
    expect(answer.json).not.toHaveProperty('run_number');
    expect(await reana.reach(id, 'finished', 'failed')).toBe('finished');
  });
});

describe('restarting a run', () => {
  it('makes the next run of the series in the same workspace', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['echo x >> lines']));
    await reana.finish(id);
    for (const number of ['1.1', '1.2']) {
      const answer = await reana.ask('POST', `/api/workflows/fit.1/start`, {
        json: { restart: true },
      });
      expect(answer.json).toMatchObject({ run_number: number, workflow_name: 'fit' });
      await reana.reach(String(answer.json.workflow_id), 'finished');
    }
    const lines = await reana.ask('GET', '/api/workflows/fit.1.2/workspace/lines');
    expect(lines.text).toBe('x\nx\nx\n');
    const latest = await reana.ask('GET', '/api/workflows/fit/status');
    expect(latest.json.name).toBe('fit.1.2');
    await reana.create('fit');
    expect((await reana.ask('GET', '/api/workflows/fit/status')).json.name).toBe('fit.2');
  });

  it('can take another specification', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['exit 3']));
    expect(await reana.finish(id)).toBe('failed');
    const answer = await reana.ask('POST', `/api/workflows/${id}/start`, {
      json: { restart: true, reana_specification: serial(['echo repaired']) },
    });
    expect(await reana.reach(String(answer.json.workflow_id), 'finished', 'failed')).toBe(
      'finished',
    );
  });

  it('is refused for a run that has not ended', async () => {
    const reana = await serve();
    const id = await reana.create();
    const answer = await reana.ask('POST', `/api/workflows/${id}/start`, {
      json: { restart: true },
    });
    expect([answer.status, answer.json.message]).toEqual([
      403,
      'Only finished or failed workflows can be restarted.',
    ]);
  });
});

describe('stopping and deleting', () => {
  it('stops a running run and its jobs at once', async () => {
    const reana = await serve();
    const id = await reana.create('long', serial(['sleep 60', 'true']));
    await reana.ask('POST', `/api/workflows/${id}/start`, { json: {} });
    await reana.reach(id, 'running');
    const stop = await reana.ask('PUT', `/api/workflows/${id}/status?status=stop`, { json: {} });
    expect([stop.status, stop.json]).toEqual([
      200,
      expect.objectContaining({ message: 'Workflow successfully stopped', status: 'stopped' }),
    ]);
    const { json } = await reana.ask('GET', `/api/workflows/${id}/status`);
    expect(json.status).toBe('stopped');
    expect(json.progress.run_stopped_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(json.progress.finished.total).toBe(0);
  });

  it('refuses to stop what does not run', async () => {
    const reana = await serve();
    const id = await reana.create();
    const answer = await reana.ask('PUT', `/api/workflows/${id}/status?status=stop`, { json: {} });
    expect([answer.status, answer.json]).toEqual([
      409,
      { message: `Workflow ${id} is not running.` },
    ]);
  });

  it('deletes the workspace and keeps the logs', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['echo printed']));
    await reana.finish(id);
    const answer = await reana.ask('PUT', `/api/workflows/${id}/status?status=deleted`, {
      json: { workspace: true },
    });
    expect(answer.json.status).toBe('deleted');
    const list = await reana.ask('GET', `/api/workflows/${id}/workspace`);
    expect([list.status, list.json.message]).toEqual([404, 'Workspace does not exist.']);
    expect((await reana.ask('GET', `/api/workflows/${id}/logs`)).text).toContain('printed');
    expect((await reana.upload(id, 'a', 'b')).status).toBe(500);
  });

  it('deletes all runs of the name but those that run', async () => {
    const reana = await serve();
    const [first, second, running] = [
      await reana.create('fit'),
      await reana.create('fit'),
      await reana.create('fit', serial(['sleep 60'])),
    ];
    await reana.ask('POST', `/api/workflows/${running}/start`, { json: {} });
    await reana.reach(running, 'running');
    await reana.ask('PUT', `/api/workflows/${second}/status?status=deleted`, {
      json: { all_runs: true },
    });
    expect(await reana.reach(first, 'deleted')).toBe('deleted');
    expect(await reana.reach(running, 'running')).toBe('running');
    const refused = await reana.ask('PUT', `/api/workflows/${running}/status?status=deleted`, {
      json: {},
    });
    expect(refused.status).toBe(500);
  });

  it.each([
    ['status=deleted', { workspace: false }, 400],
    ['status=pause', {}, 500],
    ['', {}, 400],
  ])('refuses %s %j with %i', async (query, json, status) => {
    const reana = await serve();
    const id = await reana.create();
    expect((await reana.ask('PUT', `/api/workflows/${id}/status?${query}`, { json })).status).toBe(
      status,
    );
  });
});

describe('progress', () => {
  it('counts in sets that only grow: what has ended stays among the running', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['true', 'false', 'true']));
    expect(await reana.finish(id)).toBe('failed');
    const { progress } = (await reana.ask('GET', `/api/workflows/${id}/status`)).json;
    expect(progress).toMatchObject({
      total: { total: 3, job_ids: [] },
      running: { total: 2 },
      finished: { total: 1 },
      failed: { total: 1 },
      current_command: 'false',
      current_step_name: 'step-1',
      run_stopped_at: null,
    });
    expect(progress.running.job_ids).toEqual([
      ...progress.finished.job_ids,
      ...progress.failed.job_ids,
    ]);
  });

  it('is in the list only when asked for', async () => {
    const reana = await serve();
    const id = await reana.create();
    const list = async (more: string): Promise<Record<string, object>> => {
      const { json } = await reana.ask('GET', `/api/workflows?workflow_id_or_name=${id}${more}`);
      return (json.items as Record<string, object>[])[0] ?? {};
    };
    expect(Object.keys((await list('')).progress ?? {})).toEqual([
      'run_started_at',
      'run_finished_at',
      'run_stopped_at',
    ]);
    expect(await list('&include_progress=true')).toHaveProperty('progress.total.total', 0);
    expect(await list('')).toHaveProperty('size.raw', -1);
    expect(await list('&include_workspace_size=true')).toHaveProperty('size.raw', 0);
  });
});

describe('the list of runs', () => {
  it('filters, sorts and pages', async () => {
    const reana = await serve();
    const fit = await reana.create('fit');
    await reana.create('plot');
    await reana.create('refit');
    await reana.finish(fit);
    const names = async (query: string): Promise<string[]> =>
      namesIn((await reana.ask('GET', `/api/workflows?type=batch&${query}`)).json);
    expect(await names('')).toEqual(['refit.1', 'plot.1', 'fit.1']);
    expect(await names('sort=asc')).toEqual(['fit.1', 'plot.1', 'refit.1']);
    expect(await names('search={"name":["FIT"]}')).toEqual(['refit.1', 'fit.1']);
    expect(await names('workflow_id_or_name=fit')).toEqual(['fit.1']);
    expect(await names('status=created')).toEqual(['refit.1', 'plot.1']);
    expect(await names('status=finished,created&status=failed')).toHaveLength(3);
    expect(await names('page=2&size=2')).toEqual(['fit.1']);
    const { json } = await reana.ask('GET', '/api/workflows?type=batch&page=1&size=2');
    expect(json).toMatchObject({ total: 3, page: 1, has_next: true, has_prev: false });
  });

  it('answers 400 to a bad page', async () => {
    const reana = await serve();
    const answer = await reana.ask('GET', '/api/workflows?page=0');
    expect([answer.status, answer.json.message]).toEqual([
      400,
      "Field 'page': Must be at least 1.",
    ]);
  });
});

describe('a job that cannot be run', () => {
  it('fails the run and says why in the log', async () => {
    const executor: Executor = {
      name: 'docker',
      execute: () => Promise.reject(new Error('the container engine has gone')),
    };
    const reana = await serve({ executor });
    const id = await reana.create();
    expect(await reana.finish(id)).toBe('failed');
    const { text } = await reana.ask('GET', `/api/workflows/${id}/logs`);
    expect(text).toContain('The job could not be run: the container engine has gone');
  });

  it('fails the run when the engine throws, with its message in the engine log', async () => {
    const reana = await serve({
      engines: {
        serial: () => Promise.resolve(() => Promise.reject(new Error('no such stage: fit'))),
      },
    });
    const id = await reana.create();
    expect(await reana.finish(id)).toBe('failed');
    const { json } = await reana.ask('GET', `/api/workflows/${id}/logs`);
    expect(JSON.parse(String(json.logs)).workflow_logs).toContain('no such stage: fit');
  });

  it('ends the jobs that the engine no longer waits for', async () => {
    let ended = false;
    const executor: Executor = {
      name: 'process',
      async execute(_job, _output, signal) {
        await new Promise((resolve) => {
          signal.addEventListener('abort', resolve);
        });
        ended = true;
        return { status: 'stopped', exitCode: null, reason: 'Stopped' };
      },
    };
    const reana = await serve({
      executor,
      engines: {
        serial: () =>
          Promise.resolve(async (context) => {
            void context.submit({
              name: 'a',
              image: 'b',
              command: 'c',
              prettyCommand: 'c',
              hints: {},
            });
            await new Promise((resolve) => setTimeout(resolve, 20));
            return { status: 'failed' };
          }),
      },
    });
    await reana.finish(await reana.create());
    expect(ended).toBe(true);
  });
});
