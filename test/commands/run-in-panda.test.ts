import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { startReana } from '../embedded-reana.ts';
import { patience } from '../patience.ts';
import {
  filesOf,
  makePandaJob,
  type PandaJobFolder,
  runPayload,
  startPayload,
} from './panda-job.ts';

const dataset = 'user.jdoe.wf_000_deriv_DAOD.pool.root.1/';
const alarming = 'std::bad_alloc CRITICAL ERROR: Operation not permitted';

/** @param commands of the one step, which finds the secret CANARY in its environment */
function template(commands: readonly string[]): string {
  return JSON.stringify({
    inputs: { parameters: { dataset: 'VAR_INPUT' } },
    workflow: {
      type: 'serial',
      specification: {
        steps: [{ name: 'limit', environment: 'docker.io/library/alpine:3', commands }],
      },
    },
    outputs: { directories: ['limit_stage'] },
  });
}

const finishing = template([
  'mkdir limit_stage',
  'echo ${dataset} > limit_stage/dataset.txt',
  `echo '${alarming}'; echo '${alarming}' >&2`,
]);
const failing = template([`echo '${alarming}'; exit 3`]);
const waiting = template(['sleep 600']);

const canary = 'c$HOME"n`id`\\a\'ry-0815';
const key = 'canary-of-the-key';
const exec = `reana-ci run --spec reana-template.yaml --name pchain_ZZ --input ${dataset}`;

async function startServer() {
  const server = await startReana();
  const secrets = {
    ...server.variables,
    CANARY: canary,
    OTHER: 'another-canary-secret',
    '___file___:usercert.pem': Buffer.from('certificate').toString('base64'),
    '___file___:userkey.pem': Buffer.from(key).toString('base64'),
  };
  return { server, client: server.client, secrets };
}

/** Stands between the job and the server, until it takes requests and hands none on. */
async function startRelay(target: string) {
  let isHanging = false;
  const { hostname, port } = new URL(target);
  const relay = createServer((incoming) => {
    const outgoing = connect(Number(port), hostname);
    incoming.on('data', (chunk) => isHanging || outgoing.write(chunk));
    outgoing.pipe(incoming);
    for (const socket of [incoming, outgoing]) socket.on('error', () => outgoing.destroy());
    incoming.on('close', () => outgoing.destroy());
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    relay.close();
  });
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    hang() {
      isHanging = true;
    },
  };
}

function text(files: ReadonlyMap<string, Buffer>, name: string): string {
  return files.get(name)?.toString('utf8') ?? '';
}

async function namesInArchive({ work }: PandaJobFolder): Promise<string[]> {
  const shell = createShell();
  const { stdout } = await shell`tar tzf ${path.join(work, 'output_from_reana.tar')}`;
  return stdout.trim().split('\n');
}

async function expectNoSecrets(folder: PandaJobFolder, outputs: readonly string[], token: string) {
  const files = await filesOf(folder);
  const archive = files.get('workDir/output_from_reana.tar');
  const texts = [...outputs, ...[...files.values()].map((file) => file.toString('utf8'))];
  if (archive !== undefined) texts.push(gunzipSync(archive).toString('utf8'));
  for (const secret of [canary, key, token, 'another-canary-secret']) {
    expect(texts.filter((content) => content.includes(secret))).toEqual([]);
  }
  expect([...files.keys()].filter((name) => /secrets\.|\.pem$/.test(name))).toEqual([]);
}

describe('reana-ci run in a PanDA job', () => {
  it('brings the outputs, tells PanDA of the run, and leaves no secret behind', async () => {
    const { server, client, secrets } = await startServer();
    const folder = await makePandaJob({ 'reana-template.yaml': finishing }, secrets);
    const command = `${exec} --secret-env CANARY --secret-file userkey.pem`;
    const { exitCode, stdout, stderr } = await runPayload(folder, command);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('  finished  limit');
    expect(stdout).not.toMatch(/bad_alloc|CRITICAL|ERROR|Operation not permitted/);
    expect(await namesInArchive(folder)).toEqual(['limit_stage/dataset.txt']);
    const files = await filesOf(folder);
    expect(text(files, 'workDir/log.reana.03-limit.log')).toContain(alarming);
    expect(files.has('payload_error_report.json')).toBe(false);
    const { reana } = JSON.parse(text(files, 'workDir/userJobMetadata.json')) as {
      reana: Record<string, unknown>;
    };
    const [run] = await client.listRuns();
    expect(reana).toMatchObject({
      id: run?.id,
      run: run?.name,
      url: `${server.url}/details/${run?.id ?? ''}`,
      status: 'finished',
      datasets: [`user.jdoe:${dataset.slice(0, -1)}`],
      steps: { total: 3, finished: 3 },
      outputs: { files: 1 },
    });
    expect((await client.secrets()).map(({ name }) => name).sort()).toEqual([
      'CANARY',
      'userkey.pem',
    ]);
    await expectNoSecrets(folder, [stdout, stderr], server.token);
  });

  it('hands secrets on as they are, whatever a shell would make of them', async () => {
    const { secrets } = await startServer();
    const specification = template([
      'mkdir limit_stage',
      'printenv CANARY | md5sum > limit_stage/sum',
    ]);
    const folder = await makePandaJob(
      { 'reana-template.yaml': specification.replace('VAR_INPUT', 'x') },
      secrets,
    );
    const command = 'reana-ci run --spec reana-template.yaml --secret-env CANARY';
    const { exitCode } = await runPayload(folder, command);
    expect(exitCode).toBe(0);
    const sum = createHash('md5').update(`${canary}\n`).digest('hex');
    expect(text(await filesOf(folder), 'workDir/results/outputs/limit_stage/sum')).toContain(sum);
  });

  it('tells one error of a failed run, and packs what explains it', async () => {
    const { server, secrets } = await startServer();
    const folder = await makePandaJob({ 'reana-template.yaml': failing }, secrets);
    const { exitCode, stdout, stderr } = await runPayload(folder, exec);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^ERROR: pchain_ZZ-[0-9a-f]{32}\.1 failed in limit\. .*\n$/);
    expect(stdout).not.toMatch(/bad_alloc|CRITICAL|ERROR|Operation not permitted/);
    const files = await filesOf(folder);
    expect(JSON.parse(text(files, 'payload_error_report.json'))).toEqual({
      error_code: 1,
      error_diag: stderr.slice('ERROR: '.length, -1),
    });
    expect(text(files, 'workDir/log.reana.01-limit.log')).toContain(alarming);
    expect(await namesInArchive(folder)).toEqual(
      expect.arrayContaining(['error.txt', 'logs/01-limit.log', 'run.json']),
    );
    await expectNoSecrets(folder, [stdout, stderr], server.token);
  });

  it.each([
    ['an option that does not exist', `${exec} --inptu x`, 4, 'unknown option'],
    ['a dataset that was not filled in', exec.replace(dataset, "'%{DS1}'"), 4, 'not the name'],
    ['a variable that is no switch', `REANA_CI_FRESH=perhaps ${exec}`, 4, 'REANA_CI_FRESH'],
    ['an analysis that is not there', `${exec} nowhere`, 4, 'nowhere'],
  ])('ends with all files of a job after %s', async (_what, command, code, message) => {
    const { server, secrets } = await startServer();
    const folder = await makePandaJob({ 'reana-template.yaml': finishing }, secrets);
    const { exitCode, stdout, stderr } = await runPayload(folder, command);
    expect(exitCode).toBe(code);
    expect(stderr.match(/^ERROR: .*$/gm)).toEqual([expect.stringContaining(message)]);
    const files = await filesOf(folder);
    expect(JSON.parse(text(files, 'payload_error_report.json'))).toMatchObject({
      error_code: code,
    });
    expect(await namesInArchive(folder)).toEqual(['error.txt']);
    await expectNoSecrets(folder, [stdout, stderr], server.token);
  });

  it.each([
    [
      'a token that the server does not know',
      5,
      finishing,
      { REANA_ACCESS_TOKEN: 'not-the-token' },
    ],
    ['an output that is missing', 7, template(['echo ${dataset}']), {}],
  ])('ends with all files of a job after %s', async (_what, code, specification, other) => {
    const { server, secrets } = await startServer();
    const files = { 'reana-template.yaml': specification };
    const folder = await makePandaJob(files, { ...secrets, ...other });
    const { exitCode, stdout, stderr } = await runPayload(folder, exec);
    expect(exitCode).toBe(code);
    expect(stderr).toMatch(/^ERROR: .*\n$/);
    const report = JSON.parse(text(await filesOf(folder), 'payload_error_report.json')) as unknown;
    expect(report).toMatchObject({ error_code: code });
    expect(await namesInArchive(folder)).toContain('error.txt');
    await expectNoSecrets(folder, [stdout, stderr], server.token);
  });

  it('stops the run within three seconds of SIGTERM', async () => {
    const { server, client, secrets } = await startServer();
    const folder = await makePandaJob({ 'reana-template.yaml': waiting }, secrets);
    const job = await startPayload(folder, exec);
    await expect.poll(job.stdout, { timeout: patience(15_000) }).toMatch(/^running/m);
    const told = performance.now();
    process.kill(-(job.process.pid ?? 0), 'SIGTERM');
    const { stderr } = await job.ended;
    expect(performance.now() - told).toBeLessThan(patience(3000));
    expect(stderr.match(/^ERROR: .*$/gm)).toHaveLength(1);
    expect((await client.listRuns()).map(({ status }) => status)).toEqual(['stopped']);
    const files = await filesOf(folder);
    expect(JSON.parse(text(files, 'payload_error_report.json'))).toMatchObject({ error_code: 143 });
    expect(await namesInArchive(folder)).toEqual(['error.txt']);
    await expectNoSecrets(folder, [stderr], server.token);
  });

  it('stops the run, and leaves the files, when only the shell around it is killed', async () => {
    const { client, secrets } = await startServer();
    const folder = await makePandaJob({ 'reana-template.yaml': waiting }, secrets);
    const job = await startPayload(folder, exec);
    await expect.poll(job.stdout, { timeout: patience(15_000) }).toMatch(/^running/m);
    job.process.kill('SIGKILL');
    const statuses = async () => (await client.listRuns()).map(({ status }) => status);
    await expect.poll(statuses, { timeout: patience(3000) }).toEqual(['stopped']);
    const { stderr } = await job.ended;
    expect(stderr.match(/^ERROR: .*$/gm)).toHaveLength(1);
    expect(await namesInArchive(folder)).toEqual(['error.txt']);
  });

  it('leaves the files within three seconds of SIGTERM when the server hangs', async () => {
    const { server, secrets } = await startServer();
    const relay = await startRelay(server.url);
    const folder = await makePandaJob(
      { 'reana-template.yaml': waiting },
      { ...secrets, REANA_SERVER_URL: relay.url },
    );
    const job = await startPayload(folder, exec);
    await expect.poll(job.stdout, { timeout: patience(15_000) }).toMatch(/^running/m);
    relay.hang();
    const timeout = patience(3000);
    const told = performance.now();
    process.kill(-(job.process.pid ?? 0), 'SIGTERM');
    const names = async () => [...(await filesOf(folder)).keys()];
    await expect.poll(names, { timeout }).toContain('workDir/output_from_reana.tar');
    expect(performance.now() - told).toBeLessThan(timeout);
    const { stdout, stderr } = await job.ended;
    expect(stdout).toContain('could not be stopped');
    expect(stderr).toBe('ERROR: Interrupted by SIGTERM.\n');
    expect(await namesInArchive(folder)).toEqual(['error.txt']);
  });

  it('stops the run and leaves the files after an error of its own that nothing catches', async () => {
    const { client, secrets } = await startServer();
    const crash = `process.argv.includes('run') && setInterval(() => {
      if (require('node:fs').existsSync('now')) throw new Error('broken: ${alarming}');
    }, 50).unref();`;
    const files = { 'reana-template.yaml': waiting, 'crash.cjs': crash };
    const folder = await makePandaJob(files, secrets);
    const job = await startPayload(folder, `export NODE_OPTIONS='--require ./crash.cjs'; ${exec}`);
    await expect.poll(job.stdout, { timeout: patience(15_000) }).toMatch(/^running/m);
    await writeFile(path.join(folder.work, 'now'), '');
    const { exitCode, stdout, stderr } = await job.ended;
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(/^ERROR: A bug in reana-ci: broken: .*\n$/);
    expect(stdout).not.toMatch(/std::bad_alloc|CRITICAL|ERROR|Operation not permitted/);
    expect((await client.listRuns()).map(({ status }) => status)).toEqual(['stopped']);
    expect(await namesInArchive(folder)).toEqual(['error.txt']);
    const report = text(await filesOf(folder), 'payload_error_report.json');
    expect(JSON.parse(report)).toMatchObject({ error_code: 70 });
  });

  it('knows the job, and where its files belong, in a folder of the sandbox', async () => {
    const { server, secrets } = await startServer();
    const folder = await makePandaJob({ 'inner/reana-template.yaml': finishing }, secrets);
    const { exitCode, stdout, stderr } = await runPayload(folder, `cd inner; ${exec}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(await namesInArchive(folder)).toEqual(['limit_stage/dataset.txt']);
    expect([...(await filesOf(folder)).keys()]).toEqual(
      expect.arrayContaining(['workDir/userJobMetadata.json', 'workDir/log.reana.run.json']),
    );
    await expectNoSecrets(folder, [stdout, stderr], server.token);
  });

  it('goes on with the run of a job that was killed', async () => {
    const { client, secrets } = await startServer();
    const specification = template(['sleep 3', 'mkdir limit_stage', 'echo 1 > limit_stage/x']);
    const files = { 'reana-template.yaml': specification };
    const first = await startPayload(await makePandaJob(files, secrets), exec);
    await expect.poll(first.stdout, { timeout: patience(15_000) }).toMatch(/^running/m);
    process.kill(-(first.process.pid ?? 0), 'SIGKILL');
    const folder = await makePandaJob(files, secrets);
    const { exitCode, stdout } = await runPayload(folder, exec);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('(made by an earlier try)');
    expect(await client.listRuns()).toHaveLength(1);
    expect(await namesInArchive(folder)).toEqual(['limit_stage/x']);
  });
});
