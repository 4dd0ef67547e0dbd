import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesIn, serial, serve } from './serve.ts';

function parseLogs(text: unknown): {
  workflow_logs: string | null;
  job_logs: Record<string, Record<string, string>>;
} {
  return JSON.parse(String(text)) as ReturnType<typeof parseLogs>;
}

describe('logs', () => {
  it('are a JSON string with the words that Kubernetes puts around a job', async () => {
    const reana = await serve();
    const id = await reana.create(
      'fit',
      serial(['echo out; echo err >&2', 'echo "quoted \\"ä\\""; exit 4']),
    );
    await reana.finish(id);
    const { json } = await reana.ask('GET', `/api/workflows/${id}/logs`);
    expect(json).toMatchObject({ workflow_id: id, workflow_name: 'fit.1' });
    const logs = parseLogs(json.logs);
    expect(logs.workflow_logs).toContain('The job of step step-1 failed.');
    const [first, second] = Object.values(logs.job_logs);
    expect(first).toMatchObject({
      workflow_uuid: id,
      job_name: 'step-0',
      compute_backend: 'Kubernetes',
      docker_img: 'python:3.12',
      cmd: 'echo out; echo err >&2',
      status: 'finished',
    });
    expect(first?.logs).toMatch(/^job: :\n [^]*out\nerr\n\n\nCompleted\n$/);
    expect(second?.logs).toMatch(/quoted "ä"\n\n\nError\n$/);
    const status = (await reana.ask('GET', `/api/workflows/${id}/status`)).json;
    expect(JSON.parse(String(status.logs))).toEqual(logs.job_logs);
  });

  it('can be asked for some steps, and page by page', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['true', 'true', 'true']));
    await reana.finish(id);
    const steps = async (query: string, json?: unknown): Promise<unknown[]> => {
      const answer = await reana.ask('GET', `/api/workflows/${id}/logs?${query}`, { json });
      const logs = parseLogs(answer.json.logs);
      const names = Object.values(logs.job_logs).map(({ job_name }) => job_name);
      return [logs.workflow_logs === null, ...names];
    };
    expect(await steps('', ['step-1'])).toEqual([true, 'step-1']);
    expect(await steps('page=2&size=2')).toEqual([false, 'step-2']);
  });

  it('of running jobs are given by the alpha, and kept back by the stable server', async () => {
    for (const [generation, seen] of [
      ['0.9', false],
      ['0.95', true],
    ] as const) {
      const reana = await serve({ generation });
      const id = await reana.create('fit', serial(['echo ear""ly; sleep 60']));
      await reana.ask('POST', `/api/workflows/${id}/start`, { json: {} });
      const log = path.join(reana.state, 'logs', id);
      const { readdir, readFile } = await import('node:fs/promises');
      for (;;) {
        const files = await readdir(log).catch(() => []);
        const texts = await Promise.all(
          files.map((file) => readFile(path.join(log, file), 'utf8')),
        );
        if (texts.some((text) => text.includes('early'))) break;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const { json } = await reana.ask('GET', `/api/workflows/${id}/logs`);
      expect(String(json.logs).includes('early')).toBe(seen);
      expect(json.live_logs_enabled).toBe(seen ? true : undefined);
    }
  });
});

describe('what is told of a run', () => {
  const inputs = { parameters: { n: 1, m: 2 } };

  it('has its specification with the parameters it was started with, and those of the specification', async () => {
    const reana = await serve();
    const id = await reana.create('fit', serial(['true'], { inputs }));
    await reana.finish(id, { input_parameters: { n: 5 } });
    expect((await reana.ask('GET', `/api/workflows/${id}/specification`)).json).toEqual({
      specification: serial(['true'], { inputs }),
      parameters: { n: 5 },
    });
    expect((await reana.ask('GET', `/api/workflows/${id}/parameters`)).json).toEqual({
      id,
      name: 'fit.1',
      type: 'serial',
      parameters: { n: 1, m: 2 },
    });
  });

  it('has its retention rules, which count from its end', async () => {
    const reana = await serve();
    const workspace = { retention_days: { '**/*.tmp': 2 } };
    const id = await reana.create('fit', serial(['true'], { workspace }));
    const rules = async (): Promise<unknown> =>
      (await reana.ask('GET', `/api/workflows/${id}/retention_rules`)).json.retention_rules;
    const rule = { workspace_files: '**/*.tmp', retention_days: 2, id: expect.any(String) };
    expect(await rules()).toEqual([{ ...rule, apply_on: null, status: 'created' }]);
    await reana.finish(id);
    expect(await rules()).toEqual([{ ...rule, apply_on: expect.any(String), status: 'active' }]);
  });

  it('has its disk usage, folder by folder', async () => {
    const reana = await serve();
    const id = await reana.create();
    await reana.upload(id, 'out/a', '123');
    await reana.upload(id, 'b', '45');
    const usage = async (query: object): Promise<unknown> => {
      const { json } = await reana.ask('GET', `/api/workflows/${id}/disk_usage`, { json: query });
      const info = json.disk_usage_info as { name: string; size: { raw: number } }[];
      return info.map(({ name, size }) => [name, size.raw]);
    };
    // Disk blocks, as du counts them: what they are is up to the file system.
    const blocks = expect.any(Number);
    expect(await usage({})).toEqual([
      ['/out/a', blocks],
      ['/out', blocks],
      ['/b', blocks],
      ['', blocks],
    ]);
    expect(await usage({ summarize: true })).toEqual([['', blocks]]);
    expect(await usage({ search: '{"name":["out/*"]}' })).toEqual([['/out/a', blocks]]);
  });

  it('can be pruned to its inputs and outputs', async () => {
    const reana = await serve();
    const specification = serial(['mkdir -p out tmp && touch out/x tmp/y'], {
      inputs: { files: ['in.txt'] },
      outputs: { directories: ['out'] },
    });
    const id = await reana.create('fit', specification);
    await reana.upload(id, 'in.txt', '');
    await reana.finish(id);
    const left = async (query: string): Promise<unknown> => {
      await reana.ask('POST', `/api/workflows/${id}/prune?${query}`);
      const { json } = await reana.ask('GET', `/api/workflows/${id}/workspace`);
      return namesIn(json);
    };
    expect(await left('')).toEqual(['in.txt', 'out/x']);
    expect(await left('include_inputs=true')).toEqual(['out/x']);
    expect(await left('include_outputs=true')).toEqual([]);
  });

  it('can be compared with another run', async () => {
    const reana = await serve();
    const a = await reana.create('fit', serial(['echo 1 > out']));
    const b = await reana.create('fit', serial(['echo 2 > out']));
    await Promise.all([reana.finish(a), reana.finish(b)]);
    const { json } = await reana.ask('GET', `/api/workflows/fit.1/diff/fit.2?context_lines=5`);
    const sections = JSON.parse(String(json.reana_specification));
    expect(sections).toMatchObject({ version: [], inputs: [], outputs: [] });
    expect(sections.workflow).toContainEqual(expect.stringMatching(/^-.*echo 1 > out/));
    expect(sections.workflow).toContainEqual(expect.stringMatching(/^\+.*echo 2 > out/));
    const listing = JSON.parse(String(json.workspace_listing)) as string;
    expect(listing).toContain('fit.1/out fit.2/out\n');
    expect(listing).toContain('\n-1\n+2\n');
    const same = await reana.ask(
      'GET',
      `/api/workflows/fit.1/diff/fit.1?brief=true&context_lines=5`,
    );
    expect(JSON.parse(String(same.json.workspace_listing))).toBe('');
  });
});

describe('secrets', () => {
  const add = (...names: string[]): object =>
    Object.fromEntries(names.map((name) => [name, { value: 'c2VjcmV0', type: 'env' }]));

  it('are added all at once or not at all, and never given back', async () => {
    const reana = await serve();
    const post = async (json: unknown, overwrite = false): Promise<number> =>
      (await reana.ask('POST', `/api/secrets/?overwrite=${overwrite}`, { json })).status;
    expect(await post(add('A', 'B'))).toBe(201);
    expect(await post(add('B', 'C'))).toBe(409);
    const list = await reana.ask('GET', '/api/secrets');
    expect(list.json).toEqual([
      { name: 'A', type: 'env' },
      { name: 'B', type: 'env' },
    ]);
    expect(await post(add('B', 'C'), true)).toBe(201);
    expect((await reana.ask('GET', '/api/secrets')).json).toHaveLength(3);
  });

  it('are deleted all at once or not at all: the answer is the list of missing names', async () => {
    const reana = await serve();
    await reana.ask('POST', '/api/secrets/?overwrite=true', { json: add('A', 'B') });
    const missing = await reana.ask('DELETE', '/api/secrets/', { json: ['A', 'X'] });
    expect([missing.status, missing.json]).toEqual([404, ['X']]);
    const deleted = await reana.ask('DELETE', '/api/secrets/', { json: ['A', 'B'] });
    expect([deleted.status, deleted.json]).toEqual([200, ['A', 'B']]);
    expect((await reana.ask('GET', '/api/secrets')).json).toEqual([]);
  });

  it('must say whether to overwrite, on the stable server', async () => {
    for (const [generation, status] of [
      ['0.9', 500],
      ['0.95', 201],
    ] as const) {
      const reana = await serve({ generation });
      expect((await reana.ask('POST', '/api/secrets/', { json: add('A') })).status).toBe(status);
    }
  });

  it.each([
    ['../evil', { value: 'c2VjcmV0', type: 'file' }],
    ['..', { value: 'c2VjcmV0', type: 'file' }],
    ['a', { value: 'not base64!', type: 'env' }],
    ['a', { value: 'c2VjcmV0', type: 'other' }],
  ])('with a bad name, value or type are refused by the alpha (%#)', async (name, secret) => {
    const reana = await serve({ generation: '0.95' });
    const answer = await reana.ask('POST', '/api/secrets/?overwrite=true', {
      json: { [name]: secret },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).not.toContain(secret.value);
    expect((await reana.ask('GET', '/api/secrets')).json).toEqual([]);
  });

  it.each([
    ['../evil', 'c2VjcmV0', 'file'],
    ['..', 'c2VjcmV0', 'file'],
    ['a', 'not base64!', 'env'],
    ['a', 'A'.repeat(1_600_000), 'file'],
  ])('are dropped without a word by the stable server (%#)', async (name, value, type) => {
    const reana = await serve();
    const json = { good: { value: 'c2VjcmV0', type: 'env' }, [name]: { value, type } };
    const answer = await reana.ask('POST', '/api/secrets/?overwrite=true', { json });
    expect(answer.status).toBe(201);
    expect((await reana.ask('GET', '/api/secrets')).json).toEqual([]);
  });

  it('reach the jobs as environment and as files, which are gone when the run has ended', async () => {
    const reana = await serve();
    const value = Buffer.from('top secret').toString('base64');
    await reana.ask('POST', '/api/secrets/?overwrite=true', {
      json: { PASS: { value, type: 'env' }, 'userkey.pem': { value, type: 'file' } },
    });
    const command =
      'test "$PASS" = "top secret" && grep -q "top secret" "$REANA_SECRETS_DIRECTORY/userkey.pem" ' +
      '&& test "$REANA_WORKSPACE" = "$PWD" && test -n "$REANA_WORKFLOW_UUID"';
    const id = await reana.create('fit', serial([command]));
    expect(await reana.finish(id)).toBe('finished');
    const secrets = path.join(reana.state, 'secrets', id);
    for (;;) {
      if ((await stat(secrets).catch(() => undefined)) === undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
});

describe('what is told of the server', () => {
  it('has what each generation knows', async () => {
    for (const [generation, extended] of [
      ['0.9', false],
      ['0.95', true],
    ] as const) {
      const reana = await serve({ generation });
      const info = (await reana.ask('GET', '/api/info')).json;
      expect(info.compute_backends.value).toEqual(['kubernetes']);
      expect('supported_workflow_engines' in info).toBe(extended);
      const you = (await reana.ask('GET', '/api/you')).json;
      expect(you.reana_token.value).toBe(reana.token);
      expect(you.quota.disk).toEqual({ usage: { raw: 0, human_readable: '0 Bytes' } });
    }
  });
});
