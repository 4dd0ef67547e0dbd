/** Certificates and keys that lie beside an analysis, and those that the owner of the account has stored. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeAnalysis, specification, tryRun } from '../run/fake-analysis.ts';
import { fakeReana } from '../run/fake-reana.ts';

const grid = path.resolve(import.meta.dirname, '../run/plan/fixtures/grid');
/** When the certificate is valid. */
const valid = Date.UTC(2027, 5, 1);
const withProxy = specification.replace('commands:', 'voms_proxy: true\n        commands:');

/** Names of the secrets that are sent when the owner of the account has stored `stored`. */
async function sentWith(stored: readonly string[], secretFile: readonly string[] = []) {
  const files = await Promise.all(
    ['usercert.pem', 'userkey.pem'].map(
      async (name) => [name, await readFile(path.join(grid, name), 'utf8')] as const,
    ),
  );
  const cwd = await makeAnalysis({ 'fit/reana.yaml': withProxy, ...Object.fromEntries(files) });
  const secrets = () => Promise.resolve(stored.map((name) => ({ name, type: 'file' as const })));
  const reana = fakeReana({ client: { secrets } });
  const { host } = await tryRun(reana, {
    cwd,
    options: { secretFile },
    settings: { lint: false },
    tools: { environment: { VONAME: 'atlas', VOMSPROXY_PASS: 'open sesame' }, now: () => valid },
  });
  const sent = reana.calls.filter((call) => call.startsWith('secrets')).join(' ');
  return { sent, told: JSON.stringify(host.events) };
}

it('are sent where nothing is stored', async () => {
  const { sent } = await sentWith([]);
  expect(sent).toContain('usercert.pem userkey.pem');
});

it.each([[['userkey.pem']], [['usercert.pem']], [['usercert.pem', 'userkey.pem']]])(
  'replace nothing that is stored: %j',
  async (stored) => {
    const { sent, told } = await sentWith(stored);
    for (const name of stored) {
      expect(sent).not.toContain(name);
      expect(told).toContain(`${name} is stored on REANA and is not replaced`);
    }
  },
);

it('replace what is stored when they are named', async () => {
  const both = ['usercert.pem', 'userkey.pem'];
  const { sent, told } = await sentWith(both, both);
  expect(sent).toContain('usercert.pem userkey.pem');
  expect(told).not.toContain('is not replaced');
});
