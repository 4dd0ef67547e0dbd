/** Every endpoint of the embedded REANA, held to the API description of each generation. */
import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServerGeneration } from '../../src/specification/server-generation.ts';
import { bundle, send } from '../local/server/send-bundle.ts';
import { createAsk, serial, serve } from '../local/server/serve.ts';
import { loadApiDescription } from './openapi.ts';
import { startRecordingProxy } from './recording-proxy.ts';
import { reference, references } from './references.ts';

const generations: [ServerGeneration, string][] = [
  ['0.9', 'reana_server.v0.9.4.json'],
  ['0.95', 'reana_server.v0.95.json'],
  ['next', 'reana_server.v0.95.0a7.json'],
];

const reanaYaml = JSON.stringify(serial(['mkdir -p out && echo x > out/a && echo x > out/b']));
const secret = { KEY: { value: 'c2VjcmV0', type: 'env' } };
const bytes = { 'content-type': 'application/octet-stream' };

describe.skipIf(references === undefined).each(generations)(
  'the embedded REANA %s',
  (generation, file) => {
    it('answers what its API description says, when all is well and when it is not', async () => {
      const reana = await serve({ generation });
      const description = await loadApiDescription(reference('reana-openapi', file));
      const proxy = await startRecordingProxy(reana.url, description);
      onTestFinished(() => proxy.close());
      const ask = createAsk(proxy.url, reana.token);
      const through = { url: proxy.url, token: reana.token };

      async function create(): Promise<string> {
        const target = '/api/workflows?workflow_name=fit';
        const answer =
          generation === 'next'
            ? await send(through, target, { bundle: await bundle({ 'reana.yaml': reanaYaml }) })
            : await ask('POST', target, { json: JSON.parse(reanaYaml) });
        return String(answer.json.workflow_id);
      }

      for (const path of ['ping', 'you', 'info', 'status', 'secrets', 'workflows?type=batch']) {
        await ask('GET', `/api/${path}`);
      }
      // Later servers log people in.
      if (generation === 'next') await ask('GET', '/api/health');
      else await ask('PUT', '/api/token');
      await ask('GET', '/api/you?access_token=wrong');
      await ask('POST', '/api/secrets/?overwrite=false', { json: secret });
      await ask('POST', '/api/secrets/?overwrite=false', { json: secret });
      await ask('GET', '/api/secrets');
      await ask('DELETE', '/api/secrets/', { json: ['KEY'] });
      await ask('DELETE', '/api/secrets/', { json: ['KEY'] });

      const id = await create();
      const run = `/api/workflows/${id}`;
      await ask('POST', `${run}/workspace?file_name=in/a`, { body: 'x', headers: bytes });
      await ask('POST', `${run}/workspace?file_name=../a`, { body: 'x', headers: bytes });
      await ask('GET', `${run}/status`);
      await ask('PUT', `${run}/status?status=stop`, { json: {} });
      await ask('POST', `${run}/start`, { json: { input_parameters: { unknown: 1 } } });
      await ask('POST', `${run}/start`, { json: {} });
      await ask('POST', `${run}/start`, { json: {} });
      await reana.reach(id, 'finished');
      const other = await create();
      for (const path of [
        'status',
        'logs',
        'parameters',
        'specification',
        'retention_rules',
        'disk_usage',
        'workspace',
        'workspace?file_name=*',
        'workspace/out',
        'workspace/out/a',
        'workspace/none',
        `diff/${other}`,
      ]) {
        await ask('GET', `${run}/${path}`);
        await ask('GET', `/api/workflows/none/${path}`);
      }
      await ask(
        'GET',
        '/api/workflows?type=batch&include_progress=true&verbose=true&size=1&page=1',
      );
      await ask('PUT', `/api/workflows/move_files/${id}?source=out/a&target=c`);
      await ask('PUT', `/api/workflows/move_files/${id}?source=none&target=c`);
      await ask('DELETE', `${run}/workspace/c`);
      await ask('DELETE', `${run}/workspace/none`);
      await ask('POST', `${run}/prune`);
      if (generation === 'next') {
        const good = await bundle({ 'reana.yaml': reanaYaml });
        const bad = await bundle({ 'reana.yaml': 'a: [' });
        await send(through, '/api/workflows/validate?environments=true', { bundle: good });
        await send(through, '/api/workflows/validate', { bundle: bad });
        await send(through, '/api/workflows?workflow_name=x', { bundle: bad });
        const replacement = Buffer.from(reanaYaml);
        await send(through, `${run}/restart`, { replacement, parameters: '{}' });
        await send(through, `${run}/restart`, { replacement, parameters: '[' });
      } else {
        await ask('POST', `${run}/start`, { json: { restart: true } });
        await ask('POST', '/api/workflows?workflow_name=a.b', { json: JSON.parse(reanaYaml) });
        await ask('POST', '/api/workflows?workflow_name=a', { json: {} });
      }
      await reana.reach(
        String((await ask('GET', '/api/workflows/fit.1.1/status')).json.id),
        'finished',
      );
      await ask('PUT', `${run}/status?status=deleted`, { json: { workspace: true } });
      await ask('PUT', `${run}/status?status=nothing`, { json: {} });
      await ask('GET', `${run}/workspace`);

      expect(proxy.responseProblems()).toEqual([]);
      expect(proxy.operations()).not.toContain('unknown');
      expect(proxy.operations().length).toBeGreaterThanOrEqual(generation === 'next' ? 27 : 25);
    });
  },
);
