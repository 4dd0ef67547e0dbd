/** A SOCKS5 proxy without a login that leads everywhere to one server. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SocksProxy {
  readonly port: number;
  /** The addresses that were asked for, `host:port`. */
  readonly targets: string[];
}

const domainName = 3;

export async function startSocksProxy(target: URL): Promise<SocksProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (request) => {
        targets.push(addressIn(request));
        const onward = connect(Number(target.port), target.hostname, () => {
          socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 80]));
          socket.pipe(onward).pipe(socket);
        });
        sockets.add(onward);
        onward.on('error', () => socket.destroy());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, targets };
}

function addressIn(request: Buffer): string {
  const isName = request[3] === domainName;
  const length = isName ? request[4]! : 4;
  const start = isName ? 5 : 4;
  const address = request.subarray(start, start + length);
  const host = isName ? address.toString() : address.join('.');
  return `${host}:${request.readUInt16BE(start + length)}`;
}
