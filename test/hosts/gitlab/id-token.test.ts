import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerClean } from '../../../src/commands/clean.ts';
import { registerRun } from '../../../src/commands/run.ts';
import { writeJobRun } from '../../../src/hosts/gitlab/job-state.ts';
import { markSecrets } from '../../../src/run/submit/secret-mark.ts';
import { call } from '../../commands/call.ts';
import { startReana } from '../../embedded-reana.ts';
import { eosTokenText, proxyPem, startProxyService } from '../../gitlab-server/proxy-service.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { jobEnvironment } from './job-environment.ts';

function specification(command: string): string {
  return `workflow:
  type: serial
  specification:
    steps:
      - name: fetch
        environment: docker.io/library/python:3.12-slim
        commands: [${JSON.stringify(command)}]
outputs: {files: [out.txt]}
`;
}

async function prepare(command: string, service = startProxyService()) {
  const [reana, proxies] = [await startReana(), await service];
  const cwd = await temporaryFolder({ 'reana.yaml': specification(command) });
  const { CI_MERGE_REQUEST_IID: _iid, ...job } = jobEnvironment;
  const env = {
    ...job,
    PATH: process.env.PATH,
    CI_PROJECT_DIR: cwd,
    CI_JOB_TOKEN: '',
    ...reana.variables,
    REANA_CI_ID_TOKEN: proxies.idToken(),
    REANA_CI_ID_TOKEN_FOR: 'voms-proxy',
    REANA_CI_ID_TOKEN_SERVICE: `${proxies.url}/api`,
  };
  return {
    reana,
    proxies,
    cwd,
    env,
    run: (more: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
      call(
        registerRun,
        ['run'],
        { ...env, ...more },
        { cwd, ...(signal === undefined ? {} : { signal }) },
      ),
    output: () => readFile(path.join(cwd, 'results/outputs/out.txt'), 'utf8'),
  };
}

/** All that a job leaves, and prints. */
async function textsIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'out.txt');
  const texts = files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

describe('the ID token of a job', () => {
  it('is exchanged for a proxy that the steps have, and REANA has no longer than the run', async () => {
    const job = await prepare('echo $$VOMSPROXY_FILE > out.txt');
    const { error, stderr } = await job.run();
    expect(error).toBeUndefined();
    expect(await job.output()).toBe('x509up_reana-ci\n');
    expect(stderr).toContain('x509up_reana-ci, VOMSPROXY_FILE');
    expect(job.proxies.answered).toEqual([200]);
    expect(await job.reana.client.secrets()).toEqual([]);
  });

  it('is exchanged for a token of EOS, which no log and no report shows', async () => {
    const job = await prepare('echo $$REANA_CI_EOS_TOKEN; printf $$REANA_CI_EOS_TOKEN > out.txt');
    const { error, stdout, stderr } = await job.run({
      REANA_CI_ID_TOKEN_FOR: 'eos-token',
      REANA_CI_ID_TOKEN_SERVICE: `${job.proxies.url}/eos?eospath=/eos/cms/a.root`,
    });
    expect(error).toBeUndefined();
    expect(await job.output()).toBe(eosTokenText);
    const shown = `${stdout}${stderr}${await textsIn(path.join(job.cwd, 'results'))}`;
    expect(shown).not.toContain(eosTokenText);
    expect(shown).not.toContain(job.env.REANA_CI_ID_TOKEN);
    expect(await job.reana.client.secrets()).toEqual([]);
  });

  it('is shown as Bearer to a service that wants it so', async () => {
    const job = await prepare('touch out.txt', startProxyService({ scheme: 'Bearer ' }));
    expect((await job.run()).error).toBeUndefined();
    expect(job.proxies.answered).toEqual([401, 200]);
  });

  it.each([
    ['of another audience', { aud: 'reana-ci' }, 'audience is wrong'],
    ['of another GitLab', { iss: 'https://gitlab.com' }, 'issuer is wrong'],
    ['that is over its time', { exp: 1 }, 'token has expired'],
  ])('%s gets nothing, and nothing is submitted', async (_which, claims, reason) => {
    const job = await prepare('touch out.txt');
    const { error } = await job.run({ REANA_CI_ID_TOKEN: job.proxies.idToken(claims) });
    expect(error).toMatchObject({ exitCode: 5 });
    expect(String(error)).toContain(`answered 401 to the ID token of the job: "${reason}"`);
    expect(await job.reana.client.listRuns()).toEqual([]);
  });

  it('that somebody else has signed gets nothing', async () => {
    const job = await prepare('touch out.txt');
    const { error } = await job.run({ REANA_CI_ID_TOKEN: job.proxies.forgedToken() });
    expect(String(error)).toContain('signature is wrong');
  });

  it.each([
    ['no token', { REANA_CI_ID_TOKEN: '' }, 'REANA_CI_ID_TOKEN is not set'],
    ['no service', { REANA_CI_ID_TOKEN_SERVICE: '' }, 'needs --id-token-service'],
    [
      'a service without a certificate',
      { REANA_CI_ID_TOKEN_SERVICE: 'http://proxy.cern.ch' },
      'is no https address',
    ],
    [
      'an unknown credential',
      { REANA_CI_ID_TOKEN_FOR: 'kerberos' },
      'choose voms-proxy or eos-token',
    ],
  ])('needs no REANA to find that there is %s', async (_what, more, message) => {
    const job = await prepare('touch out.txt');
    const { error } = await job.run(more);
    expect(error).toMatchObject({ exitCode: 4 });
    expect(String(error)).toContain(message);
    expect(job.proxies.answered).toEqual([]);
  });

  it('leaves nothing on REANA of a run that fails', async () => {
    const job = await prepare('exit 3');
    expect((await job.run()).error).toMatchObject({ exitCode: 1 });
    expect(await job.reana.client.secrets()).toEqual([]);
  });

  it('leaves nothing on REANA of a run that is cancelled', async () => {
    const job = await prepare('sleep 60');
    const controller = new AbortController();
    const ended = job.run({}, controller.signal);
    await expect
      .poll(async () => (await job.reana.client.listRuns()).map(({ status }) => status), {
        timeout: 20_000,
      })
      .toEqual(['running']);
    expect((await job.reana.client.secrets()).map(({ name }) => name)).toContain('x509up_reana-ci');
    controller.abort(Object.assign(new Error('Interrupted by SIGTERM.'), { exitCode: 143 }));
    await ended;
    expect(await job.reana.client.secrets()).toEqual([]);
  });

  it('leaves nothing on REANA of a job that is killed, once clean has been there', async () => {
    const job = await prepare('touch out.txt');
    await job.run();
    const [run] = await job.reana.client.listRuns();
    const secrets = ['x509up_reana-ci', 'VOMSPROXY_FILE', 'VONAME'].map((name) => ({
      name,
      type: 'env' as const,
      value: Buffer.from('x'),
    }));
    const mark = markSecrets(secrets, Date.now(), run!.id).secret;
    await job.reana.client.addSecrets([...secrets, mark]);
    const server = job.reana.url;
    writeJobRun(job.cwd, {
      version: 1,
      server,
      id: run!.id,
      name: run!.name,
      pipeline: 9001,
      state: 'live',
    });
    const { error } = await call(registerClean, ['clean'], job.env, { cwd: job.cwd });
    expect(error).toBeUndefined();
    expect((await job.reana.client.secrets()).map(({ name }) => name)).toEqual(['VONAME']);
  });

  it('leaves the proxy to another run of the account that uses it', async () => {
    const job = await prepare('touch out.txt');
    const proxy = {
      name: 'x509up_reana-ci',
      type: 'file' as const,
      value: Buffer.from(`${proxyPem}\n`),
    };
    const other = markSecrets([proxy], Date.now(), 'another run').secret;
    await job.reana.client.addSecrets([proxy, other]);
    expect((await job.run()).error).toBeUndefined();
    const left = (await job.reana.client.secrets()).map(({ name }) => name);
    expect(left.sort()).toEqual(['VOMSPROXY_FILE', other.name, 'x509up_reana-ci'].sort());
  });

  it('does not replace a proxy that the owner of the account has stored', async () => {
    const job = await prepare('touch out.txt');
    const own = { name: 'VOMSPROXY_FILE', type: 'env' as const, value: Buffer.from('x509up_u1') };
    await job.reana.client.addSecrets([own]);
    const { error } = await job.run();
    expect(error).toMatchObject({ code: 'secret-missing', exitCode: 5 });
    expect(await job.reana.client.secrets()).toHaveLength(1);
    expect(await job.reana.client.listRuns()).toEqual([]);
  });
});
