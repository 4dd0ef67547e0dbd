/** The stand-in issuer behind HTTPS, for programs of their own. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createIssuer, type IssuerOptions, type StandInIssuer } from './issuer.ts';

const fixtures = path.resolve(import.meta.dirname, '../reana/fixtures');

/** File of the authority that its certificate is from. */
export const authorityFile = path.join(fixtures, 'ca.pem');

export interface HttpsIssuer extends StandInIssuer {
  /** Called with each answer before it is sent; the answer waits for it. */
  beforeAnswer: (what: string, answer: Response) => Promise<void>;
  close(): void;
}

export async function startHttpsIssuer(options: Omit<IssuerOptions, 'url'>): Promise<HttpsIssuer> {
  const server = createServer({
    key: readFileSync(path.join(fixtures, 'server.key')),
    cert: readFileSync(path.join(fixtures, 'server.pem')),
  });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => {
    resolve(undefined);
  });
  await promise;
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = createIssuer({ ...options, url });
  const https: HttpsIssuer = {
    ...issuer,
    beforeAnswer: () => Promise.resolve(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  server.on('request', (request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { method = 'GET' } = request;
      const init = method === 'GET' ? { method } : { method, body };
      const answer = await issuer.handle(new Request(`${url}${request.url ?? ''}`, init));
      await https.beforeAnswer(issuer.seen.at(-1)?.what ?? '', answer);
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    })();
  });
  return https;
}
