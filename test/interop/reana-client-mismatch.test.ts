/** Clients and servers of different protocols: both say so instead of doing half of the work. */
import { expect, it, onTestFinished } from 'vitest';

import { createAsk } from '../local/server/serve.ts';
import { startClientSession } from './client-session.ts';
import { files } from './greeting-analysis.ts';

/** The newest client sends nothing else; an old server's own token does not look like this. */
const jsonWebToken = ['{"alg":"none"}', '{"sub":"somebody"}', 'signature']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');

it('the newest client sees by the capabilities of a stable server that it cannot create runs there', async () => {
  const session = await startClientSession({
    client: 'reana-client-next',
    generation: '0.9',
    files,
  });
  onTestFinished(session.close);
  const result = await session.reana('create', '-n', 'greeted', '-t', jsonWebToken);
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain('does not support the server-side workflow specification');
  expect(session.proxy.operations()).not.toContain('create_workflow');
});

it('the stable client is refused by the next server before a run is made', async () => {
  const session = await startClientSession({
    client: 'reana-client-0.9',
    generation: 'next',
    files,
  });
  onTestFinished(session.close);
  const result = await session.reana('create', '-n', 'greeted');
  expect(result.exitCode).toBe(1);
  // Its token comes in the query, which says nothing to a server with a login.
  expect(result.stderr).toContain('User not signed in');
  const ask = createAsk(session.proxy.url, session.token);
  expect((await ask('GET', '/api/workflows?type=batch')).json.total).toBe(0);
});
