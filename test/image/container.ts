/** Running a command in the image. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Docker from 'dockerode';
import { image } from './image.ts';

export interface ContainerOptions {
  /** `12345:12345` by default: a user that the image does not know. */
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** `/host/folder:/folder` */
  readonly binds?: readonly string[];
  readonly workingFolder?: string;
  /** `none` by default. */
  readonly network?: string;
  readonly stdin?: string;
}

export interface ContainerResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningContainer {
  readonly result: Promise<ContainerResult>;
  /** Sends a signal to all processes, as a batch system does to the group of a job. */
  signal(name: 'TERM' | 'KILL'): Promise<void>;
  /** What has been printed so far. */
  printed(): string;
}

/** As a Grid job has it: read-only root, no home, nothing of the caller's environment. */
export async function runInImage(
  command: readonly string[],
  options: ContainerOptions = {},
): Promise<ContainerResult> {
  const container = await startInImage(command, options);
  return container.result;
}

export async function startInImage(
  command: readonly string[],
  options: ContainerOptions = {},
): Promise<RunningContainer> {
  const docker = new Docker();
  const container = await docker.createContainer({
    Image: image,
    Cmd: [...command],
    User: options.user ?? '12345:12345',
    Env: Object.entries({ HOME: '/alrb', ...options.environment }).map(
      ([name, value]) => `${name}=${value}`,
    ),
    WorkingDir: options.workingFolder ?? '/srv',
    OpenStdin: options.stdin !== undefined,
    StdinOnce: options.stdin !== undefined,
    HostConfig: {
      ReadonlyRootfs: true,
      NetworkMode: options.network ?? 'none',
      Binds: [...(options.binds ?? [])],
      Tmpfs: { '/tmp': 'size=64m,mode=1777' },
    },
  });
  const attached = await container.attach({
    stream: true,
    stdin: options.stdin !== undefined,
    stdout: true,
    stderr: true,
    hijack: options.stdin !== undefined,
  });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let printed = '';
  for (const stream of [stdout, stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  docker.modem.demuxStream(attached, stdout, stderr);
  const texts = Promise.all([text(stdout), text(stderr)]);
  attached.on('end', () => {
    stdout.end();
    stderr.end();
  });
  await container.start();
  if (options.stdin !== undefined) attached.end(options.stdin);
  return {
    result: finish(),
    async signal(name) {
      if (name === 'KILL') {
        await container.kill();
        return;
      }
      const exec = await container.exec({ Cmd: ['sh', '-c', 'kill -TERM -1'] });
      await exec.start({});
    },
    printed: () => printed,
  };

  async function finish(): Promise<ContainerResult> {
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    const [out, err] = await texts;
    await container.remove();
    return { exitCode, stdout: out, stderr: err };
  }
}
