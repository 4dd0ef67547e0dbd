import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { registerClean } from '../../src/commands/clean.ts';
import { readJobRuns, writeJobRun } from '../../src/hosts/gitlab/job-state.ts';
import { startReana } from '../embedded-reana.ts';
import { jobEnvironment } from '../hosts/gitlab/job-environment.ts';
import { startProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const pipeline = Number(jobEnvironment.CI_PIPELINE_ID);
const waiting = `version: 0.9.0
workflow:
  type: serial
  specification:
    steps:
      - name: wait
        environment: docker.io/library/python:3.12-slim
        commands: [sleep 600]
`;

async function startServer() {
  const { client, variables } = await startReana();
  return { client, env: { ...jobEnvironment, ...variables } };
}

/** Starts `reana-ci run` in a job and cuts it off, as a runner does that has lost its patience. */
async function cutOffJob(cwd: string, env: Record<string, string>): Promise<void> {
  const child = startProgram(['run'], { cwd, env });
  let log = '';
  for await (const chunk of child.stderr) {
    log += String(chunk);
    if (log.includes('running')) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
}

describe('reana-ci clean', () => {
  it('stops the run of a job that was killed, once', async () => {
    const { client, env } = await startServer();
    const cwd = await temporaryFolder({ 'reana.yaml': waiting });
    await cutOffJob(cwd, env);
    const [run] = await client.listRuns();
    expect(run?.status).toBe('running');

    const withoutGitlabToken = { ...env, CI_JOB_TOKEN: '', CI_JOB_STATUS: 'canceled' };
    const first = await call(registerClean, ['clean'], withoutGitlabToken, { cwd });
    expect(first).toMatchObject({ stdout: `${run!.name}: stopped\n`, error: undefined });
    expect((await client.run(run!.id)).status).toBe('stopped');
    expect(await readJobRuns(cwd, pipeline)).toMatchObject([{ id: run!.id, state: 'ended' }]);

    const second = await call(registerClean, ['clean'], withoutGitlabToken, { cwd });
    expect(second).toMatchObject({ stdout: 'Nothing to clean up.\n', error: undefined });
  });

  it.each([
    ['of another pipeline', { pipeline: pipeline + 1 }],
    ['that a retry will take up', { state: 'kept' as const }],
    ['on another server', { server: 'https://elsewhere.example.org' }],
  ])('leaves a run alone %s', async (_which, difference) => {
    const { client, env } = await startServer();
    const cwd = await temporaryFolder({});
    const specification = { workflow: { type: 'serial', specification: { steps: [] } } };
    const { id, name } = await client.createRun({ name: 'other', specification, bundle: [] });
    const run = {
      version: 1,
      server: env.REANA_SERVER_URL,
      id,
      name,
      pipeline,
      state: 'live',
    } as const;
    writeJobRun(cwd, { ...run, ...difference });
    const { stdout, error } = await call(registerClean, ['clean'], env, { cwd });
    expect({ stdout, error }).toEqual({ stdout: 'Nothing to clean up.\n', error: undefined });
    expect((await client.run(id)).status).toBe('created');
  });

  it('tells a missing token, when there is a run to stop', async () => {
    const env = {
      ...jobEnvironment,
      REANA_SERVER_URL: 'https://reana.example.org',
      REANA_ACCESS_TOKEN: '',
    };
    const cwd = await temporaryFolder({});
    const server = env.REANA_SERVER_URL;
    writeJobRun(cwd, { version: 1, server, id: 'a', name: 'a.1', pipeline, state: 'live' });
    const { error } = await call(registerClean, ['clean'], env, { cwd });
    expect(error).toMatchObject({ code: 'unauthorized', exitCode: 5 });
  });

  it('refuses to guess outside of a GitLab job', async () => {
    const { error } = await call(registerClean, ['clean'], {}, {});
    expect(error).toMatchObject({ code: 'usage', exitCode: 4 });
  });
});
