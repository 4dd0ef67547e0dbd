/** The image under test, built from this repository on this machine, with no registry. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack, type Pack } from 'tar-stream';
import { createShell } from '../../src/base/shell.ts';
import { baseImage } from '../interop/docker-engine.ts';

export const image = 'reana-ci.test/reana-ci:latest';
/** What stands in for `node:26-slim`: Debian, the pinned Node and npm. */
export const nodeImage = 'reana-ci.test/node:26-slim';

/** The commit that the image is said to be made from. */
export const revision = '0123456789abcdef0123456789abcdef01234567';

/** Content of files that are given to the build and must not come out of it. */
export const buildCanary = 'canary-of-the-build-context';

export const repository = path.resolve(import.meta.dirname, '../..');
const shell = createShell({ cwd: repository });

/** Whom this machine trusts: one behind a proxy with an authority of its own tells Node, or Debian, so. */
export const authorities = process.env.NODE_EXTRA_CA_CERTS ?? '/etc/ssl/certs/ca-certificates.crt';

/** Builds {@link nodeImage} and {@link image}; layers of an earlier build are used again. */
export async function buildImage(docker: Docker): Promise<void> {
  await buildNodeImage(docker);
  const context = pack();
  await addRepository(context);
  if (existsSync(authorities)) {
    context.entry({ name: 'private-ca.crt', mtime: new Date(0) }, await readFile(authorities));
  }
  context.finalize();
  const VERSION = '0.0.0-test';
  await build(docker, context, image, { NODE_IMAGE: nodeImage, VERSION, REVISION: revision });
}

/** Everything that a fresh clone has and is not ignored; the engine applies `.dockerignore`. */
async function addRepository(context: Pack): Promise<void> {
  const listed =
    await shell`git ls-files --cached --others --exclude-standard -- Dockerfile .dockerignore .npmrc LICENSE *.json image scripts src`;
  const names = listed.stdout.split('\n').filter((name) => existsSync(path.join(repository, name)));
  for (const name of names.filter(Boolean)) {
    const file = path.join(repository, name);
    const { mode } = await stat(file);
    context.entry({ name, mode, mtime: new Date(0) }, await readFile(file));
  }
  // What lies about in a work tree.
  for (const name of ['.env', 'src/.env', 'image/userkey.pem']) {
    context.entry({ name, mtime: new Date(0) }, buildCanary);
  }
}

async function buildNodeImage(docker: Docker): Promise<void> {
  const recipe = [
    `FROM ${baseImage} AS debian`,
    'RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends libatomic1',
    'RUN rm -rf /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /var/cache/* /var/lib/apt/lists/*',
    'FROM scratch',
    'COPY --from=debian / /',
    'COPY node /usr/local/bin/node',
    'COPY npm /usr/local/lib/node_modules/npm',
    'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm',
    'CMD ["node"]',
  ];
  const made = createHash('sha256').update(process.version).update(recipe.join('\n')).digest('hex');
  const present = await docker.listImages({
    filters: { reference: [nodeImage], label: [`made=${made}`] },
  });
  if (present.length > 0) return;
  recipe.push(`LABEL made=${made}`);
  const context = pack();
  const npm = await npmFolder();
  context.entry({ name: 'Dockerfile' }, recipe.join('\n'));
  context.entry(
    { name: 'node', mode: 0o755, mtime: new Date(0) },
    await readFile(process.execPath),
  );
  const listed = await createShell({ cwd: npm })`find . -type f`;
  for (const name of listed.stdout.split('\n').filter(Boolean)) {
    const file = path.join(npm, name);
    const { mode } = await stat(file);
    context.entry({ name: path.join('npm', name), mode, mtime: new Date(0) }, await readFile(file));
  }
  context.finalize();
  await build(docker, context, nodeImage, {});
}

/** The folder of the npm that runs these tests. */
async function npmFolder(): Promise<string> {
  const cli =
    process.env.npm_execpath ?? (await shell`realpath ${await which('npm')}`).stdout.trim();
  return path.resolve(path.dirname(cli), '..');
}

async function which(program: string): Promise<string> {
  return (await shell`which ${program}`).stdout.trim();
}

async function build(
  docker: Docker,
  context: Pack,
  tag: string,
  buildargs: Readonly<Record<string, string>>,
): Promise<void> {
  const stream = await docker.buildImage(Readable.from(context), {
    t: tag,
    buildargs,
    networkmode: 'host',
    rm: true,
    forcerm: true,
  });
  const said: string[] = [];
  let failed = false;
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error) => {
        if (error === null && !failed) resolve();
        else reject(new Error(`${tag} cannot be built:\n${said.slice(-40).join('')}`));
      },
      (event: { stream?: string; error?: string }) => {
        failed ||= event.error !== undefined;
        said.push(event.stream ?? event.error ?? '');
      },
    );
  });
}
