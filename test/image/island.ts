/** A network with one host in it, https://reana.cern.ch, which is the embedded REANA of the test. */
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { type LocalReana, startLocalReana } from '../../src/local/local-reana.ts';
import { createReanaClient, type ReanaClient } from '../../src/reana/reana-client.ts';
import { runInImage } from './container.ts';
import { image } from './image.ts';

/** The relay looks for it. */
const hanging = 'hanging';

export interface Island {
  /** `container:…`, for `--network`. */
  readonly network: string;
  /** Makes jobs trust the server. */
  readonly binds: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly token: string;
  /** Looks at the runs from outside. */
  readonly client: ReanaClient;
  /** Lets the server take requests and do nothing of what they ask, or work again. */
  hang(isHanging: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startIsland(): Promise<Island> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reana-ci-island-'));
  await chmod(folder, 0o755);
  await using parts = new AsyncDisposableStack();
  parts.defer(() => rm(folder, { recursive: true, force: true }));
  const reana = await startLocalReana({
    stateDirectory: path.join(folder, 'state'),
    executor: 'process',
    environment: { PATH: process.env.PATH },
  });
  parts.defer(() => reana.close());
  parts.defer(await openSocket(path.join(folder, 'reana.sock'), reana));
  await makeCertificate(folder);
  await cp(path.join(import.meta.dirname, 'relay.ts'), path.join(folder, 'relay.ts'));
  const relay = await startRelay(folder);
  parts.defer(() => relay.remove({ force: true }));
  const client = createReanaClient({ server: reana.url, token: reana.token });
  parts.defer(() => client.close());
  const served = parts.move();
  return {
    network: `container:${relay.id}`,
    binds: [`${path.join(folder, 'reana.pem')}:/etc/reana-authority.pem:ro`],
    environment: { NODE_EXTRA_CA_CERTS: '/etc/reana-authority.pem' },
    token: reana.token,
    client,
    async hang(isHanging) {
      await (isHanging
        ? writeFile(path.join(folder, hanging), '')
        : rm(path.join(folder, hanging)));
    },
    close: () => served.disposeAsync(),
  };
}

/** @returns what closes it */
async function openSocket(file: string, reana: LocalReana): Promise<() => Promise<void>> {
  const port = Number(new URL(reana.url).port);
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => {
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  await chmod(file, 0o777);
  return async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
}

async function makeCertificate(folder: string): Promise<void> {
  const made = await runInImage(
    [
      ...'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(
        ' ',
      ),
      ...'-subj /CN=reana.cern.ch -addext subjectAltName=DNS:reana.cern.ch'.split(' '),
      ...'-keyout reana.key -out reana.pem'.split(' '),
    ],
    { user: '0:0', binds: [`${folder}:/srv`] },
  );
  if (made.exitCode !== 0) throw new Error(`openssl fails: ${made.stderr}`);
}

async function startRelay(folder: string): Promise<Docker.Container> {
  const docker = new Docker();
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['node', '/island/relay.ts'],
    HostConfig: {
      NetworkMode: 'none',
      ExtraHosts: ['reana.cern.ch:127.0.0.1'],
      Binds: [`${folder}:/island:ro`],
    },
  });
  await container.start();
  const log = await container.logs({ follow: true, stdout: true, stderr: true });
  for await (const chunk of log) {
    if (String(chunk).includes('ready')) return container;
  }
  throw new Error('The relay does not start.');
}
