/** `lint --docker` beside a real container engine: what it says of an image is what a job meets. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { registerLint } from '../../src/commands/lint.ts';
import { createDockerExecutor } from '../../src/local/executor/docker.ts';
import type { LintReport } from '../../src/results/findings/report.ts';
import { call, type Called } from '../commands/call.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { baseImage, requireDockerEngine } from './docker-engine.ts';

const engine = await requireDockerEngine();
const docker = 'docker' in engine ? engine.docker : undefined;

/** Images made from the minimal Debian that all tests share, each with one thing that REANA minds. */
const images = {
  plain: '',
  analyst: `RUN useradd --uid 500 --create-home analyst && chmod 700 /home/analyst
    RUN mkdir /home/analyst/bin && printf '#!/bin/sh\\necho 7\\n' > /home/analyst/bin/fit && chmod +x /home/analyst/bin/fit
    RUN echo data > /home/analyst/model.json && chown -R analyst /home/analyst
    ENV PATH=/home/analyst/bin:/usr/bin:/bin
    WORKDIR /home/analyst
    USER analyst`,
  guest: 'RUN useradd --uid 501 --create-home guest && chmod 755 /home/guest\nUSER guest',
  entered: 'ENTRYPOINT ["/usr/bin/env", "MODE=batch"]',
  'shell-less': 'RUN rm -f /bin/bash /usr/bin/bash',
};

type Image = keyof typeof images;

describe.skipIf(docker === undefined)(
  `lint --docker${'problem' in engine ? ` (skipped: ${engine.problem})` : ''}`,
  () => {
    beforeAll(async () => {
      for (const [name, lines] of Object.entries(images)) {
        if (docker !== undefined) {
          await build(docker, nameOf(name as Image), `FROM ${baseImage}\n${lines}\n`);
        }
      }
    });

    it('has nothing to say of an image that everybody may use', async () => {
      expect(await findings('plain', 'ls')).toEqual([]);
      expect(await statusOf('plain', 'ls', 1000)).toBe('finished');
    });

    it.each([
      ['the command names a file in it', 'cat /home/analyst/model.json'],
      ['its program lies there', 'fit'],
    ])('finds a home that is closed to the job, where %s', async (_why, command) => {
      expect(await findings('analyst', command)).toContain('warning image-closed');
      expect(await statusOf('analyst', command, 1000)).toBe('failed');
      expect(await findings('analyst', command, 'kubernetes_uid: 500')).toEqual([]);
      expect(await statusOf('analyst', command, 500)).toBe('finished');
    });

    it('tells which user an image is made for, when nothing of it is closed', async () => {
      expect(await findings('guest', 'ls')).toEqual(['info image-user']);
      expect(await statusOf('guest', 'ls /home/guest', 1000)).toBe('finished');
    });

    it('tells that an entrypoint is not run', async () => {
      expect(await findings('entered', 'test "$$MODE" = batch')).toEqual(['info image-entrypoint']);
      expect(await statusOf('entered', 'test "$MODE" = batch', 1000)).toBe('failed');
    });

    it('finds an image without bash', async () => {
      expect(await findings('shell-less', 'ls')).toEqual(['error image-without-bash']);
      await expect(statusOf('shell-less', 'ls', 1000)).rejects.toThrow('bash');
    });

    it('does not check, and does not fetch, an image that is not here', async () => {
      const image = '127.0.0.1:9/missing:1.0';
      const { stdout, error } = await lint(analysis(image, 'ls'), '--docker');
      expect(error).toBeUndefined();
      expect(stdout).toContain(`info: the image ${image} is not checked`);
      const pulled = await lint(analysis(image, 'ls'), '--docker', '--pull');
      expect(pulled.stdout).toContain(`info: the image ${image} is not checked`);
      expect(pulled.stderr).toContain('cannot be fetched');
    });

    it('finds an image that its registry does not have', async () => {
      const image = `127.0.0.1:${await startEmptyRegistry()}/group/fit:1.0`;
      const { stdout, error } = await lint(analysis(image, 'ls'), '--docker', '--pull');
      expect(error).toMatchObject({ exitCode: 4 });
      expect(stdout).toContain(`error: the registry has no image ${image}`);
    });

    it('starts yadage jobs where the image says, which can be closed', async () => {
      const flow = `stages:
- name: fit
  dependencies: {dependency_type: jsonpath_ready, expressions: []}
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {}
    step:
      process: {process_type: string-interpolated-cmd, cmd: ./fit}
      publisher: {publisher_type: constant-pub, publish: {}}
      environment: {environment_type: docker-encapsulated, image: reana-ci.test/lint-analyst, imagetag: "1"}
`;
      const { stdout } = await lint(
        {
          'reana.yaml': 'inputs: {files: [flow.yml]}\nworkflow: {type: yadage, file: flow.yml}\n',
          'flow.yml': flow,
        },
        '--docker',
      );
      expect(stdout).toContain(
        'flow.yml:10:67: warning: the folder that commands start in /home/analyst in reana-ci.test/lint-analyst:1 is closed to user 1000 of stage fit',
      );
      expect(stdout).toContain('kubernetes_uid: 500');
    });

    it('leaves no container', async () => {
      const left = await docker?.listContainers({ all: true });
      const images = left?.map(({ Image }) => Image) ?? [];
      expect(images.filter((image) => image.includes('/lint-'))).toEqual([]);
    });
  },
);

function nameOf(image: Image): string {
  return `reana-ci.test/lint-${image}:1`;
}

function analysis(image: string, command: string, hint = ''): Record<string, string> {
  const reana = `outputs: {files: [a]}
workflow:
  type: serial
  specification:
    steps:
      - environment: ${image}
        kubernetes_memory_limit: 1Gi
        commands: [${JSON.stringify(command)}]
        ${hint}
`;
  return { 'reana.yaml': reana };
}

async function lint(files: Record<string, string>, ...options: string[]): Promise<Called> {
  const cwd = await temporaryFolder(files);
  return call(registerLint, ['lint', ...options], { PATH: '/usr/bin:/bin' }, { cwd });
}

/** What `--docker` alone finds, as `severity rule`. */
async function findings(image: Image, command: string, hint?: string): Promise<string[]> {
  const files = analysis(nameOf(image), command, hint);
  const { stdout } = await lint(files, '--docker', '--json');
  const { specifications } = JSON.parse(stdout) as { specifications: LintReport[] };
  return specifications
    .flatMap((report) => report.findings)
    .map(({ severity, rule }) => `${severity} ${rule}`);
}

/** How the job ends that REANA would make of it. */
async function statusOf(image: Image, command: string, uid: number): Promise<string> {
  if (docker === undefined) throw new Error('There is no container engine.');
  const workspace = await temporaryFolder({});
  const output = new PassThrough();
  output.resume();
  const { status } = await createDockerExecutor({ docker }).execute(
    {
      id: 'lint-docker',
      name: 'fit',
      image: nameOf(image),
      command: `cd ${workspace} && ${command}`,
      workspace,
      hints: { kubernetesUid: uid },
      environment: {},
    },
    output,
    new AbortController().signal,
  );
  return status;
}

/** @returns its port; engines speak plain HTTP to registries of this machine */
async function startEmptyRegistry(): Promise<number> {
  const server = createServer((request, response) => {
    const isThere = request.url === '/v2/';
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
    const code = { code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' };
    response.end(JSON.stringify(isThere ? {} : { errors: [code] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function build(docker: Docker, name: string, dockerfile: string): Promise<void> {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, dockerfile);
  context.finalize();
  const answer = await docker.buildImage(Readable.from(context), { t: name, networkmode: 'none' });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(answer, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
