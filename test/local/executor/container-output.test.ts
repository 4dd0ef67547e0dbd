import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { containerOutput } from '../../../src/local/executor/container-output.ts';

describe('containerOutput', () => {
  const frames = Buffer.concat([
    frame(1, 'first\n'),
    frame(2, ''),
    frame(2, 'error\n'),
    frame(1, 'é'),
  ]);

  it.each([1, 2, 3, 7, 8, 9, 13, 1000])(
    'gives the payloads of both streams when they come in pieces of %i bytes',
    async (size) => {
      expect(await outputOf(piecesOf(frames, size))).toBe('first\nerror\né');
    },
  );

  it('gives what came of a frame that was cut off', async () => {
    expect(await outputOf([frames.subarray(0, 11)])).toBe('fir');
  });
});

function frame(stream: number, payload: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(payload), 4);
  return Buffer.concat([header, Buffer.from(payload)]);
}

function piecesOf(whole: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  );
}

async function outputOf(pieces: Buffer[]): Promise<string> {
  return (await buffer(containerOutput(Readable.from(pieces)))).toString();
}
