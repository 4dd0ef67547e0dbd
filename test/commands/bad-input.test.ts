import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeError } from '../../src/commands/error-text.ts';
import { registerRun } from '../../src/commands/run.ts';
import type { LocalReanaOptions } from '../../src/local/local-reana.ts';
import { startReana } from '../embedded-reana.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const specification = `version: 0.9.0
inputs:
  files: [names.txt]
  parameters:
    dataset: VAR_INPUT
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: docker.io/library/python:3.12-slim
        commands:
          - mkdir -p greetings
          - echo \${dataset} > greetings/all.txt
outputs:
  directories: [greetings]
`;
const dataset = ['--input', 'mc23:mc23.801234.signal'];

const lfsPointer = `version https://git-lfs.github.com/spec/v1
oid sha256:${'0'.repeat(64)}
size 12
`;

interface Case {
  readonly exitCode: number;
  readonly arguments?: readonly string[];
  /** In place of the analysis as it should be. */
  readonly files?: Readonly<Record<string, string>>;
  /** Gives the environment that leads to the server. */
  readonly server?: () => Promise<Record<string, string>>;
}

const cases: Readonly<Record<string, Case>> = {
  'an address that is none': {
    exitCode: 4,
    server: () => Promise.resolve({ REANA_SERVER_URL: 'reana.cern.ch' }),
  },
  'the address of another server': {
    exitCode: 4,
    server: () => serve((_request, response) => response.end('<html>Welcome to nginx!</html>')),
  },
  'a certificate that is not trusted': { exitCode: 4, server: serveTls },
  'a wrong token': {
    exitCode: 5,
    server: async () => ({ ...(await embedded()), REANA_ACCESS_TOKEN: 'no-longer-valid' }),
  },
  'a used-up quota': { exitCode: 5, server: () => embedded({ diskLimit: 1 }) },
  'an option REANA does not know': {
    exitCode: 4,
    arguments: [...dataset, '--option', 'CACHES=off'],
  },
  'broken YAML': {
    exitCode: 4,
    files: { 'reana.yaml': specification.replace('steps:', 'steps: ['), 'names.txt': '' },
  },
  'a missing input file': { exitCode: 4, files: { 'reana.yaml': specification } },
  'a file of Git LFS that is not fetched': {
    exitCode: 4,
    arguments: [...dataset, '--no-lint'],
    files: { 'reana.yaml': specification, 'names.txt': lfsPointer },
  },
  'a submodule that is not fetched': {
    exitCode: 4,
    files: {
      'reana.yaml': specification.replace('[names.txt]', '[tools/names.txt]'),
      '.gitmodules': '[submodule "tools"]\n\tpath = tools\n',
    },
  },
  'a dataset that is none': { exitCode: 4, arguments: ['--input', 'mc23.$(rm -rf ~); #'] },
  'no dataset': { exitCode: 4, arguments: [] },
  'several mistakes at once': {
    exitCode: 4,
    arguments: ['--input', 'mc23: signal', '--var', 'MASS=750', '--timeout', 'soon'],
    files: { 'reana.yaml': specification },
  },
  'an output that the run does not make': {
    exitCode: 7,
    arguments: [...dataset, '--output', 'limit_stage'],
  },
};

describe('bad input', () => {
  it.each(Object.entries(cases))('is told with what to do: %s', async (name, bad) => {
    const cwd = await temporaryFolder(
      bad.files ?? { 'reana.yaml': specification, 'names.txt': 'Ada\n' },
    );
    const before = await readdir(cwd);
    const env = { CI: 'true', ...(await (bad.server ?? embedded)()) };
    const arguments_ = ['run', '--name', 'analysis', ...(bad.arguments ?? dataset)];
    const { error } = await call(registerRun, arguments_, env, { cwd });
    const { text, exitCode } = describeError(error);
    const shown = text
      .replaceAll(cwd, '<folder>')
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>')
      .replaceAll(/analysis-[0-9a-f]{32}/g, 'analysis-<digest>')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>');
    await expect(`exit code ${exitCode}\n\n${shown}`).toMatchFileSnapshot(
      `golden/bad-input/${name.replaceAll(' ', '-')}.txt`,
    );
    expect(exitCode).toBe(bad.exitCode);
    expect(text).not.toMatch(/^\s+at /m);
    expect(await readdir(cwd)).toEqual(expect.arrayContaining(before));
  });
});

async function embedded(options: Partial<LocalReanaOptions> = {}): Promise<Record<string, string>> {
  return (await startReana(options)).variables;
}

async function serve(listener: RequestListener): Promise<Record<string, string>> {
  const server = createServer(listener);
  return { REANA_SERVER_URL: `http://${await listen(server)}`, REANA_ACCESS_TOKEN: 'token' };
}

async function serveTls(): Promise<Record<string, string>> {
  const fixture = (name: string) =>
    readFileSync(path.join(import.meta.dirname, '../reana/fixtures', name));
  const server = createTlsServer({ key: fixture('server.key'), cert: fixture('server.pem') });
  return { REANA_SERVER_URL: `https://${await listen(server)}`, REANA_ACCESS_TOKEN: 'token' };
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
