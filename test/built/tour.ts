/** A way through everything that the built program does without a network, for one release of Node. */
import { mkdtemp, rm, stat, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { files as greetings } from '../interop/greeting-analysis.ts';
import { type BareProgram, bareProgram } from './bare-program.ts';
import { files as jq } from './jq-analysis.ts';

const languages = ['reana.yaml', 'yadage.yaml', 'cwl.yaml', 'snakemake.yaml'];
/** What a step of a chain runs. */
const template = { 'reana-template.yaml': greetings['reana.yaml'].replace('Hello', 'VAR_INPUT') };
const aRun = ['--local', '--executor', 'process', '--state', 'state'];

/** Tells the tests of the program that `node` starts. */
export function tour(node: string): void {
  let folder: string;
  let bare: BareProgram;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-tour-'));
    for (const [name, content] of Object.entries({ ...greetings, ...jq, ...template })) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
    bare = bareProgram(node, folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const call = (...arguments_: string[]) => bare.run('cli.js', arguments_);

  it('tells its version and its commands', async () => {
    expect(await call('--version')).toMatchObject({ code: 0, stdout: like(/^\d+\.\d+\.\d+/) });
    expect((await call('--help')).stdout).toContain('gather [options]');
    expect(await bare.run('reana-client.js', ['--help'])).toMatchObject({ code: 0 });
  });

  it.each(['text', 'json', 'gitlab', 'sarif', 'junit'])('lints as %s', async (format) => {
    const linted = await call('lint', '--format', format, ...languages, 'jq.yaml', 'broken.yaml');
    expect(linted).toMatchObject({ code: 4, stdout: like(/cereal/) });
  });

  it.each(languages)('draws %s', async (file) => {
    const drawn = await call('graph', file, '--format', 'svg');
    expect(drawn).toMatchObject({ code: 0, stdout: like(/<svg/) });
  });

  it.each([
    ['text', /greet/],
    ['dot', /^digraph/],
    ['mermaid', /flowchart/],
    ['json', /^\{/],
  ])('draws a workflow as %s', async (format, start) => {
    const drawn = await call('graph', '--format', format);
    expect(drawn).toMatchObject({ code: 0, stdout: like(start) });
  });

  it.each(['reana.yaml', 'yadage.yaml', 'jq.yaml'])('runs %s', async (file) => {
    const results = `results-${file}`;
    const ended = await call('run', '--spec', file, ...aRun, '--results', results, '--json');
    expect(ended).toMatchObject({ code: 0 });
    const madeBy = { reanaCi: packageJson.version, reana: '0.9.4' };
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'finished', madeBy });
    for (const name of ['run.json', 'report.html']) {
      expect((await stat(path.join(folder, results, name))).size).toBeGreaterThan(0);
    }
    const graph = await call('graph', file, '--record', `${results}/run.json`, '--format', 'svg');
    expect(graph).toMatchObject({ code: 0, stdout: like(/<svg/) });
  });

  it.each([
    ['cwl.yaml', 'cwltool'],
    ['snakemake.yaml', 'snakemake'],
  ])('runs %s, or tells that there is no %s', async (file, engine) => {
    const { code, stderr } = await call('run', '--spec', file, ...aRun, '--fresh');
    if (code !== 0) expect(stderr).toMatch(RegExp(`${engine} is not (installed|on the PATH)`));
  });

  it('runs on this machine itself where no engine of containers answers', async () => {
    const ended = await call('run', '--local', '--state', 'own', '--results', 'own-results');
    expect(ended).toMatchObject({ code: 0, stderr: like(/No container engine answers/) });
  });

  it.each([
    ['run', '--local', '--executor', 'docker'],
    ['local', '--executor', 'docker'],
    ['lint', '--docker'],
  ])('tells that no engine of containers answers: %s %s', async (...arguments_) => {
    const ended = await call(...arguments_);
    expect(ended).toMatchObject({
      code: 4,
      stderr: like(/No container engine answers: connect ENOENT/),
    });
  });

  it('speaks to an engine of containers', async () => {
    const env = { DOCKER_HOST: `unix://${await startEmptyEngine(folder)}` };
    const linted = await bare.run('cli.js', ['lint', '--docker'], { env });
    expect(linted).toMatchObject({ code: 4, stdout: like(/the registry has no image/) });
    const arguments_ = ['run', '--local', '--state', 'engine', '--results', 'engine-results'];
    const ran = await bare.run('cli.js', arguments_, { env });
    expect(ran).toMatchObject({ code: 1, stderr: like(/there is no such thing/) });
  });

  it('serves a REANA, and shows and brings what is there', async () => {
    const server = bare.start('cli.js', ['local', '--state', 'state', '--json']);
    let printed = '';
    for await (const chunk of server.stdout) {
      printed += String(chunk);
      if (printed.endsWith('}\n')) break;
    }
    const { url, token } = JSON.parse(printed) as { url: string; token: string };
    const env = { REANA_SERVER_URL: url, REANA_ACCESS_TOKEN: token };
    const listed = await bare.run('cli.js', ['list', '--status', 'finished', '--json'], { env });
    const [{ name }] = JSON.parse(listed.stdout) as [{ name: string }];
    for (const arguments_ of [
      ['ping'],
      ['list'],
      ['status', name],
      ['logs', name],
      ['download', name, '--results', 'brought'],
    ]) {
      for (const form of [[], ['--json']]) {
        const ended = await bare.run('cli.js', [...arguments_, ...form], { env });
        expect(ended, arguments_.join(' ')).toMatchObject({ code: 0, stdout: like(/\S/) });
      }
    }
    expect(await bare.run('reana-client.js', ['ping'], { env })).toMatchObject({ code: 0 });
    const stopped = await bare.run('cli.js', ['stop', name], { env });
    expect(stopped.stdout + stopped.stderr).toContain('finished');
  });

  it('scans, and gathers what scans have brought', async () => {
    const points = ['--point-parameter', 'greeting=Hello,Hi'];
    const ended = await call('scan', ...points, '--local', '--executor', 'process', '--state', 's');
    expect(ended).toMatchObject({ code: 0 });
    expect(await call('gather')).toMatchObject({ code: 0, stdout: like(/Hello/) });
    expect(await call('gather', '--json')).toMatchObject({ code: 0, stdout: like(/^[[{]/) });
  });

  it('writes and checks the step of a chain', async () => {
    const image = 'docker://registry.example.org/reana-ci:1';
    const step = await call('pchain', 'step', '--image', image, '--input', 'deriv/outDS');
    expect(step).toMatchObject({ code: 0, stdout: like(/run: reana/) });
    const checked = await call('pchain', 'check', 'count.cwl');
    expect(checked.stdout + checked.stderr).toContain('count.cwl');
  });

  it.each(['clean', 'submit', 'settle'])('tells that %s is for jobs of GitLab', async (name) => {
    expect(await call(name)).toMatchObject({ code: 4, stderr: like(/GitLab job/) });
  });

  it('draws pictures', async () => {
    const input =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"><text>σ</text></svg>';
    const drawn = await bare.run('svg-to-png.js', [], { input });
    expect(drawn).toMatchObject({ code: 0, stderr: '', stdout: like(/PNG/) });
  });
}

/** For a text in an object; `toMatchObject` itself finds that any text is like any pattern. */
function like(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}

/** A container engine that is there and has nothing. @returns its socket */
async function startEmptyEngine(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const isPing = request.url?.endsWith('/_ping') === true;
    response.writeHead(isPing ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(isPing ? 'OK' : '{"message":"there is no such thing"}');
  });
  const socket = path.join(folder, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return socket;
}
