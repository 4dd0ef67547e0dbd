/** A registry of npm for one package, as far as publishing and installing need it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface NpmRegistry {
  /** With a slash at the end. */
  readonly url: string;
  /** Versions in the order they were published. */
  readonly versions: string[];
  /** By name, such as `latest`. */
  readonly tags: Readonly<Record<string, string>>;
  close(): void;
}

/** What `npm publish` sends. */
interface Publication {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, unknown>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

/** Takes publications of whoever has the token. */
export async function startNpmRegistry(token: string): Promise<NpmRegistry> {
  const versions: Record<string, unknown> = {};
  const tags: Record<string, string> = {};
  const files = new Map<string, Buffer>();
  const order: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = decodeURIComponent(new URL(request.url ?? '/', 'http://registry').pathname);
    if (request.method === 'PUT') {
      if (request.headers.authorization !== `Bearer ${token}`) {
        reply(response, 401, {});
        return;
      }
      const sent = (await json(request)) as Publication;
      const taken = Object.keys(sent.versions).filter((version) => version in versions);
      if (taken.length > 0) {
        reply(response, 403, { error: 'That version is there.' });
        return;
      }
      order.push(...Object.keys(sent.versions));
      Object.assign(versions, sent.versions);
      Object.assign(tags, sent['dist-tags']);
      for (const [name, { data }] of Object.entries(sent._attachments)) {
        files.set(name, Buffer.from(data, 'base64'));
      }
      reply(response, 201, { ok: true });
      return;
    }
    const file = files.get(url.split('/').at(-1) ?? '');
    if (file !== undefined) response.end(file);
    else if (url !== '/reana-ci' || order.length === 0)
      reply(response, 404, { error: 'not found' });
    else reply(response, 200, { _id: 'reana-ci', name: 'reana-ci', 'dist-tags': tags, versions });
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    versions: order,
    tags,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
