/** The home of the project on a GitLab, as far as its releases hand out files. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parse } from 'yaml';
import type { Home } from '../../scripts/home.ts';
import { createShell } from '../../src/base/shell.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface ReleaseServer {
  /** `CURL_HOME` with which curl takes this for the project's GitLab. */
  readonly curlHome: string;
  close(): void;
}

interface Pipeline {
  readonly release: {
    readonly release: {
      readonly assets: { readonly links: readonly { readonly filepath: string }[] };
    };
  };
}

/** @param folder that holds the files of the release */
export async function startReleaseServer(home: Home, folder: string): Promise<ReleaseServer> {
  const links = await releaseFiles(home.version);
  const { hostname, pathname } = new URL(home.url);
  const curlHome = await temporaryFolder({});
  await createShell({
    cwd: curlHome,
  })`openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem -days 1 -subj /CN=${hostname} -addext subjectAltName=DNS:${hostname}`;
  const [key, cert] = await Promise.all(
    ['key.pem', 'cert.pem'].map((name) => readFile(path.join(curlHome, name))),
  );
  const downloads = `${pathname}/-/releases/${home.version}/downloads`;
  const server = createServer({ key, cert }, (request, response) => {
    const url = request.url ?? '';
    const name = path.basename(url);
    if (url === `${downloads}/${name}` && links.includes(`/${name}`)) {
      response.writeHead(302, { location: `/api/v4/files/${name}` }).end();
    } else if (url === `/api/v4/files/${name}`) {
      readFile(path.join(folder, name)).then(
        (content) => response.end(content),
        () => response.writeHead(404).end(),
      );
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cacert = path.join(curlHome, 'cert.pem');
  await writeFile(
    path.join(curlHome, '.curlrc'),
    `connect-to = "${hostname}:443:127.0.0.1:${port}"\ncacert = "${cacert}"\nnoproxy = "*"\n`,
  );
  return {
    curlHome,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The files that the pipeline links from a release, by their paths there. */
async function releaseFiles(version: string): Promise<string[]> {
  const file = path.resolve(import.meta.dirname, '../../.gitlab-ci.yml');
  const { release } = parse(await readFile(file, 'utf8')) as Pipeline;
  return release.release.assets.links.map(({ filepath }) =>
    filepath.replace('$CI_COMMIT_TAG', version),
  );
}
