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
  /** Sends a signal to the one process whose command line this is. */
  signalOne(commandLine: string, name: 'TERM' | 'KILL'): Promise<void>;
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
      if (name === 'TERM') {
        await execute('kill -TERM -1');
        return;
      }
      // Nothing is left to kill of a job that has ended in time.
      await container.kill().catch(() => undefined);
    },
    async signalOne(commandLine, name) {
      await execute(
        `for process in /proc/[0-9]*; do
           [ "$(tr '\\0' ' ' < $process/cmdline)" = '${commandLine} ' ] && kill -${name} \${process#/proc/}
         done`,
      );
    },
    printed: () => printed,
  };

  async function execute(script: string): Promise<void> {
    const exec = await container.exec({ Cmd: ['sh', '-c', script] });
    await exec.start({});
  }

  async function finish(): Promise<ContainerResult> {
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    const [out, err] = await texts;
    await container.remove();
    return { exitCode, stdout: out, stderr: err };
  }
}
