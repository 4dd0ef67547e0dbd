/** The way by which a workflow program (cwltool, snakemake) hands its jobs to us: a socket in a private folder. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Json } from '../../../base/json.ts';

export interface JobBroker {
  /** Path of the socket. A connection sends one JSON line and gets one JSON line back. */
  readonly socket: string;
  close(): Promise<void>;
}

/**
 * Listens at `socket` and answers each line that fits `schema` with what `handle` makes of it. Only the
 * caller's own user can reach the socket, as long as its folder is private.
 */
export async function createJobBroker<Schema extends v.GenericSchema>(
  socket: string,
  schema: Schema,
  handle: (request: v.InferOutput<Schema>) => Promise<Json>,
): Promise<JobBroker> {
  async function handleLine(line: string): Promise<Json> {
    return await handle(v.parse(schema, JSON.parse(line)));
  }
  const connections = new Set<Socket>();
  const server = createServer((connection) => {
    connections.add(connection);
    connection.on('error', ignore);
    connection.on('close', () => connections.delete(connection));
    createInterface({ input: connection }).on('line', (line) => {
      void answer(connection, handleLine(line));
    });
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    socket,
    async close() {
      for (const connection of connections) connection.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(connection: Socket, reply: Promise<Json>): Promise<void> {
  try {
    connection.write(`${JSON.stringify(await reply)}\n`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    connection.write(`${JSON.stringify({ error: message })}\n`);
  }
}

function ignore(): void {
  // The program went away; its jobs end with the run.
}
