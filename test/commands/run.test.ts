import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerRun } from '../../src/commands/run.ts';
import type { RunRecord } from '../../src/results/run-record.ts';
import { startReana } from '../embedded-reana.ts';
import { patience } from '../patience.ts';
import { startProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const hello = `version: 0.9.0
inputs:
  files: [names.txt]
  parameters: { greeting: Hello }
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: docker.io/library/python:3.12-slim
        commands:
          - mkdir -p greetings
          - sed 's/^/\${greeting}, /' names.txt > greetings/all.txt
outputs:
  directories: [greetings]
`;
const waiting = hello.replace('mkdir -p greetings', 'sleep 600');
const environment = { PATH: process.env.PATH };

function analysis(specification = hello): Promise<string> {
  return temporaryFolder({ 'reana.yaml': specification, 'names.txt': 'Ada\n' });
}

describe('reana-ci run in a job that lacks its settings', () => {
  it('does not run locally by accident', async () => {
    const cwd = await analysis();
    const { error } = await call(registerRun, ['run'], { CI: 'true' }, { cwd });
    expect(error).toMatchObject({ code: 'usage', exitCode: 4 });
    expect(String(error)).toContain('No REANA server is named');
  });

  it('names the variable of the token', async () => {
    const cwd = await analysis();
    const env = { CI: 'true', REANA_SERVER_URL: 'https://reana.example.org' };
    const { error } = await call(registerRun, ['run'], env, { cwd });
    expect(error).toMatchObject({ code: 'unauthorized', exitCode: 5 });
    expect(String(error)).toContain('REANA_ACCESS_TOKEN');
  });

  it('tells a missing server together with the other mistakes', async () => {
    const cwd = await analysis();
    const arguments_ = ['run', '--timeout', 'soon', '--parameter', 'mass=1'];
    const { error } = await call(registerRun, arguments_, { CI: 'true' }, { cwd });
    expect(error).toMatchObject({ message: 'Nothing was submitted: 3 mistakes.' });
  });
});

describe('reana-ci run --local', () => {
  it('needs no server and no account', async () => {
    const cwd = await analysis();
    const arguments_ = ['run', '--local', '--executor', 'process', '--parameter', 'greeting=Hi'];
    const { error, stdout } = await call(registerRun, arguments_, environment, { cwd });
    expect(error).toBeUndefined();
    expect(await readFile(path.join(cwd, 'results/outputs/greetings/all.txt'), 'utf8')).toBe(
      'Hi, Ada\n',
    );
    expect(stdout).toContain('archive  output_from_reana.tar');
  });

  it('gives the record of the run on stdout with --json, and nothing else', async () => {
    const cwd = await analysis();
    const arguments_ = ['run', '--local', '--executor', 'process', '--json'];
    const { stdout } = await call(registerRun, arguments_, environment, { cwd });
    const record = JSON.parse(stdout) as RunRecord;
    expect(record).toMatchObject({ status: 'finished', exitCode: 0 });
    expect(record).toEqual(JSON.parse(await readFile(path.join(cwd, 'results/run.json'), 'utf8')));
  });

  it('goes on with the run of an earlier call with --resume', async () => {
    const cwd = await analysis();
    const arguments_ = ['run', '--local', '--executor', 'process', '--json', '--resume'];
    const first = await call(registerRun, arguments_, environment, { cwd });
    const second = await call(registerRun, arguments_, environment, { cwd });
    const [one, two] = [first, second].map(({ stdout }) => JSON.parse(stdout) as RunRecord);
    expect(two).toMatchObject({ id: one?.id, reattached: true, exitCode: 0 });
  });
});

describe.each(['0.9', '0.95', 'next'] as const)('reana-ci run with a server %s', (generation) => {
  it('brings the outputs of a run', async () => {
    const { token, variables } = await startReana({ generation });
    const cwd = await analysis();
    const { error, stderr } = await call(registerRun, ['run', '--name', 'hi'], variables, { cwd });
    expect(error).toBeUndefined();
    expect(await readFile(path.join(cwd, 'results/outputs/greetings/all.txt'), 'utf8')).toBe(
      'Hello, Ada\n',
    );
    expect(stderr).not.toContain(token);
    expect(stderr).toMatch(/^run {9}hi-[0-9a-f]{32}\.1$/m);
  });
});

describe('reana-ci run that is told to stop', () => {
  it('stops the run on REANA within three seconds', async () => {
    const server = await startReana();
    const cwd = await analysis(waiting);
    const child = startProgram(['run'], { cwd, env: { ...environment, ...server.variables } });
    let stderr = '';
    let told = Infinity;
    for await (const chunk of child.stderr) {
      stderr += String(chunk);
      if (!stderr.includes('\nrunning') || child.killed) continue;
      told = performance.now();
      child.kill('SIGTERM');
    }
    if (child.exitCode === null) await once(child, 'exit');
    const took = performance.now() - told;
    expect(took).toBeLessThan(patience(3000));
    expect(took).toBeGreaterThan(0);
    expect(child.exitCode).toBe(143);
    expect((await server.client.listRuns()).map(({ status }) => status)).toEqual(['stopped']);
  });
});
