import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  errorOf,
  formOf,
  startScriptedServer,
  testClient,
  type ScriptedServer,
} from './scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(() => server.close());

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const start = `POST /api/workflows/${id}/start`;
const restart = `POST /api/workflows/${id}/restart`;
const already = {
  status: 403,
  json: { message: 'Workflow analysis.1 is already queued and cannot be started again.' },
};
const submitted = {
  json: {
    message: 'Workflow submitted.',
    workflow_id: id,
    workflow_name: 'analysis',
    status: 'queued',
    run_number: '1',
  },
};

function listed(...runs: readonly [id: string, name: string, status: string][]) {
  return { json: { items: runs.map(([id, name, status]) => ({ id, name, status })) } };
}

describe('starting a run', () => {
  it('sends parameters and options', async () => {
    server.on(start, submitted);
    const { client } = testClient(server.url);
    await client.startRun(id, { parameters: { n: 3 }, options: { CACHE: 'off' } });
    expect(server.requests[0]?.body.toString()).toBe(
      '{"input_parameters":{"n":3},"operational_options":{"CACHE":"off"}}',
    );
  });

  it('sends an empty object when there are none, as the server wants JSON', async () => {
    server.on(start, submitted);
    await testClient(server.url).client.startRun(id, {});
    expect(server.requests[0]?.body.toString()).toBe('{}');
  });

  it('calls a start permanent that an answering server refuses without a word', async () => {
    server.on(start, { status: 500, json: { message: '' } });
    server.on('GET /api/workflows', listed([id, 'analysis.1', 'created']));
    const failed = await errorOf(testClient(server.url).client.startRun(id, {}));
    expect(failed).toMatchObject({
      code: 'bad-request',
      hint: expect.stringContaining('cannot read the workflow') as string,
    });
    expect(server.asked(start).length).toBeLessThan(8);
  });

  it('waits for the controller of a server that is silent for both', async () => {
    const silent = { status: 500, json: { message: '' } };
    server.on(start, silent, silent, silent, silent, submitted);
    const away = { status: 500, json: { message: 'HTTPConnectionPool: Max retries exceeded' } };
    const nothing = Array.from({ length: 5 }, () => away);
    server.on('GET /api/workflows', ...nothing, listed([id, 'analysis.1', 'created']));
    await expect(testClient(server.url).client.startRun(id, {})).resolves.toBeUndefined();
  });

  it('recognises a start whose answer was lost', async () => {
    server.on(start, 'cut', already);
    server.on('GET /api/workflows', listed([id, 'analysis.1', 'queued']));
    await expect(testClient(server.url).client.startRun(id, {})).resolves.toBeUndefined();
    expect(server.asked(start)).toHaveLength(2);
  });

  it.each(['queued', 'pending', 'running', 'finished'])(
    'is content with a run that is %s',
    async (status) => {
      server.on(start, already);
      server.on('GET /api/workflows', listed([id, 'analysis.1', status]));
      await expect(testClient(server.url).client.startRun(id, {})).resolves.toBeUndefined();
    },
  );

  it('is not content with a run that is deleted', async () => {
    server.on(start, already);
    server.on('GET /api/workflows', listed([id, 'analysis.1', 'deleted']));
    await expect(testClient(server.url).client.startRun(id, {})).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('says what the server finds wrong', async () => {
    const message = 'Input parameter "x" is not present in reana.yaml';
    server.on(start, { status: 400, json: { message } });
    await expect(testClient(server.url).client.startRun(id, {})).rejects.toThrow(message);
    expect(server.asked(start)).toHaveLength(1);
  });

  it('explains a workflow file that is not there yet', async () => {
    server.on(start, { status: 500, json: { message: 'Workflow file wf.yml does not exist' } });
    await expect(testClient(server.url).client.startRun(id, {})).rejects.toMatchObject({
      code: 'bad-request',
      hint: expect.stringContaining('uploaded before the start'),
    });
  });
});

describe('restarting a run', () => {
  beforeEach(() => {
    server.on('GET /api/ping', { json: { message: 'OK' } });
    server.on('GET /api/workflows', listed([id, 'analysis.2', 'failed']));
  });

  it('replaces the specification in the JSON of a start on released servers', async () => {
    server.on(start, {
      json: { workflow_id: 'new', workflow_name: 'analysis', run_number: '2.1', status: 'queued' },
    });
    const { client } = testClient(server.url);
    const specification = { json: { version: '0.9' }, text: 'version: 0.9' };
    await expect(client.restartRun(id, { specification })).resolves.toEqual({
      id: 'new',
      name: 'analysis.2.1',
    });
    expect(server.asked(start)[0]?.body.toString()).toBe(
      '{"restart":true,"reana_specification":{"version":"0.9"}}',
    );
  });

  it('sends the specification as text in a form where servers take bundles', async () => {
    const capabilities = ['workflow-specification-bundles-v1'];
    server.on('GET /api/ping', { json: { message: 'OK', api_capabilities: capabilities } });
    server.on(restart, {
      json: { workflow_id: 'new', workflow_name: 'analysis', run_number: '2.1' },
    });
    const { client } = testClient(server.url);
    const specification = { json: { version: '0.9' }, text: 'version: 0.9 # as written' };
    await client.restartRun(id, { specification, parameters: { n: 1 } });
    const [request] = server.asked(restart);
    const form = await formOf(request);
    expect(await new Response(form.get('replacement')).text()).toBe(specification.text);
    expect(form.get('parameters')).toBe('{"input_parameters":{"n":1}}');
  });

  it('finds the run whose answer was lost', async () => {
    server.on(start, () => {
      server.on(
        'GET /api/workflows',
        listed(['new', 'analysis.2.1', 'queued'], [id, 'analysis.2', 'failed']),
      );
      return 'cut';
    });
    const { client } = testClient(server.url);
    await expect(client.restartRun(id, {})).resolves.toEqual({ id: 'new', name: 'analysis.2.1' });
    expect(server.asked(start)).toHaveLength(1);
  });
});
