import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, send } from './send-bundle.ts';
import { serve } from './serve.ts';

const reanaYaml = `
version: 0.9.4
inputs:
  parameters: {n: 3.0}
workflow:
  type: serial
  specification:
    steps:
      - {name: fit, environment: 'python:3.12', commands: [cat code/fit.sh > out]}
`;

describe('the next generation', () => {
  it('makes a run from a bundle, with its files in the workspace', async () => {
    const reana = await serve({ generation: 'next' });
    const zip = await bundle({ 'reana.yaml': reanaYaml, 'code/fit.sh': 'echo fit' });
    const made = await send(reana, '/api/workflows?workflow_name=fit', { bundle: zip });
    expect(made).toMatchObject({
      status: 201,
      json: { workflow_name: 'fit.1', validation_warnings: [] },
    });
    const id = String(made.json.workflow_id);
    const stored = await reana.ask('GET', `/api/workflows/${id}/specification`);
    expect(stored.text).toContain('"parameters":{"n":3.0}');
    expect(await reana.finish(id)).toBe('finished');
    expect((await reana.ask('GET', `/api/workflows/${id}/workspace/out`)).text).toBe('echo fit');
  });

  it.each([
    ['no ZIP archive', () => Promise.resolve(Buffer.from('PK?')), /not a ZIP archive/],
    ['no reana.yaml', () => bundle({ 'other.yaml': reanaYaml }), /has no reana.yaml/],
    ['no YAML', () => bundle({ 'reana.yaml': 'a: [' }), /reana.yaml:\d+: /],
    ['another type', () => bundle({ 'reana.yaml': 'workflow: {type: make}' }), /must be one of/],
    [
      'steps without commands',
      () => bundle({ 'reana.yaml': reanaYaml.replace('commands', 'cmds') }),
      /commands/,
    ],
    [
      'an alias of a list',
      () =>
        bundle({
          'reana.yaml': reanaYaml.replace('n: 3.0', 'n: &a [1], m: *a'),
        }),
      /an alias repeats a mapping or a list/,
    ],
    [
      'a file missing',
      () =>
        bundle({ 'reana.yaml': reanaYaml.replace('type: serial', 'type: serial\n  files: [a]') }),
      /does not exist in workflow.files: a/,
    ],
    [
      'compressed files',
      () => bundle({ 'reana.yaml': reanaYaml }, { compress: true }),
      /not a plain stored file/,
    ],
    [
      'symbolic links',
      () => bundle({ 'reana.yaml': '/etc/passwd' }, { mode: 0o120777 }),
      /not a plain stored file/,
    ],
  ])('refuses a bundle with %s', async (_what, make, message) => {
    const reana = await serve({ generation: 'next' });
    const answer = await send(reana, '/api/workflows?workflow_name=x', { bundle: await make() });
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(message);
    expect((await reana.ask('GET', '/api/workflows')).json.total).toBe(0);
    expect(await readdir(path.join(reana.state, 'tmp'))).toEqual([]);
  });

  it('refuses a request without a bundle, and JSON', async () => {
    const reana = await serve({ generation: 'next' });
    expect((await send(reana, '/api/workflows', { other: Buffer.from('') })).status).toBe(400);
    expect((await reana.ask('POST', '/api/workflows', { json: {} })).status).toBe(400);
  });

  it('refuses a bundle with too many files', async () => {
    const reana = await serve({ generation: 'next' });
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}`, '']));
    const answer = await send(reana, '/api/workflows', { bundle: await bundle(many) });
    expect(answer.status).toBe(413);
  });

  it('validates a bundle without making a run', async () => {
    const reana = await serve({ generation: 'next' });
    const good = await bundle({ 'reana.yaml': reanaYaml });
    expect(
      await send(reana, '/api/workflows/validate?environments=true', { bundle: good }),
    ).toEqual({
      status: 200,
      json: {
        valid: true,
        errors: [],
        warnings: [],
        environments: [{ image: 'python:3.12', runtime_uid: 1000, runtime_gid: 0 }],
        environments_truncated: false,
      },
    });
    const bad = await bundle({ 'reana.yaml': `${reanaYaml}\noutputs: {files: out}\n` });
    expect((await send(reana, '/api/workflows/validate', { bundle: bad })).json).toMatchObject({
      valid: false,
      errors: [{ code: 'schema', path: 'outputs.files' }],
      environments: [],
    });
    expect((await reana.ask('GET', '/api/workflows')).json.total).toBe(0);
  });

  it('tells what would go wrong later when it validates', async () => {
    const reana = await serve({ generation: 'next' });
    const hopeless = await bundle({
      'reana.yaml': reanaYaml.replace('cat code/fit.sh', 'echo $HOME').replace(':3.12', ''),
    });
    expect((await send(reana, '/api/workflows/validate', { bundle: hopeless })).json).toMatchObject(
      {
        valid: false,
        errors: [
          { code: 'parameters', message: expect.stringContaining('reana.yaml:9:') as string },
        ],
        warnings: [{ code: 'schema', message: expect.stringContaining('no tag') as string }],
      },
    );
    const workflow = 'workflow: {type: yadage, file: flow.yml}\ninputs: {files: [data.root]}\n';
    const flow = 'stages:\n- name: fit\n  scheduler: {$ref: "gone.yml"}\n';
    const broken = await bundle({ 'reana.yaml': workflow, 'flow.yml': flow });
    expect((await send(reana, '/api/workflows/validate', { bundle: broken })).json).toMatchObject({
      valid: false,
      errors: [
        { code: 'serialization', message: expect.stringContaining('flow.yml:3:') as string },
      ],
    });
  });

  it('restarts a run with another specification', async () => {
    const reana = await serve({ generation: 'next' });
    const zip = await bundle({ 'reana.yaml': reanaYaml });
    const made = await send(reana, '/api/workflows?workflow_name=fit', { bundle: zip });
    const id = String(made.json.workflow_id);
    expect(await reana.finish(id)).toBe('failed');
    const replacement = Buffer.from(reanaYaml.replace('cat code/fit.sh', 'echo again'));
    const again = await send(reana, `/api/workflows/${id}/restart`, {
      replacement,
      parameters: '{"input_parameters":{"n":4}}',
    });
    expect(again).toMatchObject({ status: 200, json: { run_number: '1.1', status: 'queued' } });
    expect(await reana.reach(String(again.json.workflow_id), 'finished', 'failed')).toBe(
      'finished',
    );
    const asJson = await send(reana, `/api/workflows/${id}/restart`, {
      replacement,
      parameters: new Blob(['{"input_parameters":{"n":5.0}}'], { type: 'application/json' }),
    });
    const stored = `/api/workflows/${String(asJson.json.workflow_id)}/specification`;
    expect((await reana.ask('GET', stored)).text).toContain('"parameters":{"n":5.0}}');
    const unknown = await send(reana, `/api/workflows/${id}/restart`, {
      replacement,
      parameters: '{"input_parameters":{"m":4}}',
    });
    expect(unknown.status).toBe(400);
  });

  it('no longer takes a specification at the start', async () => {
    const reana = await serve({ generation: 'next' });
    const zip = await bundle({ 'reana.yaml': reanaYaml, 'code/fit.sh': '' });
    const made = await send(reana, '/api/workflows', { bundle: zip });
    const answer = await reana.ask(
      'POST',
      `/api/workflows/${String(made.json.workflow_id)}/start`,
      {
        json: { restart: true, reana_specification: {} },
      },
    );
    expect(answer.status).toBe(400);
  });

  it('wants a Content-Length, and stores files that are not executable', async () => {
    const reana = await serve({ generation: 'next' });
    const made = await send(reana, '/api/workflows', {
      bundle: await bundle({ 'reana.yaml': reanaYaml }),
    });
    const id = String(made.json.workflow_id);
    const chunked = await reana.ask('POST', `/api/workflows/${id}/workspace?file_name=a`, {
      body: (async function* () {
        yield Buffer.from(await Promise.resolve('x'));
      })(),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(chunked.status).toBe(411);
    await reana.upload(id, 'a.sh', 'x');
    const { mode } = await stat(path.join(reana.state, 'workspaces', id, 'a.sh'));
    expect(mode & 0o777).toBe(0o664);
  });
});
