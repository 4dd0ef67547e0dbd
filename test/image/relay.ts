/**
 * Runs in a container: answers as https://reana.cern.ch, and hands every request to the socket of a test. While
 * there is a file `hanging`, it keeps them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';

const credentials = {
  key: readFileSync('/island/reana.key'),
  cert: readFileSync('/island/reana.pem'),
};

createServer(credentials, (incoming, outgoing) => {
  if (existsSync('/island/hanging')) return;
  const { method, url, headers } = incoming;
  const forwarded = request(
    {
      socketPath: '/island/reana.sock',
      method,
      path: url,
      headers: { ...headers, host: 'localhost' },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  forwarded.on('error', () => outgoing.destroy());
  incoming.pipe(forwarded);
}).listen(443, '127.0.0.1', () => {
  process.stdout.write('ready\n');
});
