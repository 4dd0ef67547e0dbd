/** Command blocks of the pages that start the image, as printed. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Docker from 'dockerode';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readBlocks } from '../docs/code-blocks.ts';
import { runnable, tryBlock } from '../docs/try-blocks.ts';
import { startReana } from '../embedded-reana.ts';
import { image } from './image.ts';

describe('a command block for Docker', () => {
  const blocks = runnable(readBlocks(), (equipment) => equipment.includes('Docker'));

  it('is there', () => {
    expect(blocks).not.toEqual([]);
  });

  it.each(blocks.map((one) => [one.block.place, one] as const))(
    'works as %s prints it',
    async (_place, { block, trial }) => {
      const published = /^\s*(?<name>\S+):(?<tag>\d+\.\d+\.\d+) /m.exec(block.code)?.groups;
      const docker = new Docker();
      await docker.getImage(image).tag({ repo: published?.name ?? '', tag: published?.tag ?? '' });
      const { token, url } = await startReana({ environment: { PATH: process.env.PATH } });
      const env = {
        REANA_SERVER_URL: await openToContainers(docker, url),
        REANA_ACCESS_TOKEN: token,
      };
      const said = await tryBlock(block, trial, { env, withoutProgram: true });
      expect(said).toMatch(/^outputs +results\/outputs/m);
    },
  );
});

/** @returns an address under which containers reach what listens on the loopback interface */
async function openToContainers(docker: Docker, url: string): Promise<string> {
  const { IPAM } = (await docker.getNetwork('bridge').inspect()) as {
    IPAM: { Config: { Gateway: string }[] };
  };
  const host = IPAM.Config[0]?.Gateway;
  const relay = createServer((incoming, answer) => {
    const { method, headers } = incoming;
    // The embedded REANA answers to its own name only.
    const passed = { method, headers: { ...headers, host: new URL(url).host } };
    const outgoing = request(new URL(incoming.url ?? '/', url), passed, (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  onTestFinished(() => void relay.close());
  await new Promise<void>((resolve) => relay.listen(0, host, resolve));
  return `http://${host}:${(relay.address() as AddressInfo).port}`;
}
