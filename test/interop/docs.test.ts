/** Command blocks of the pages that call programs of Python, as printed. */
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBlocks } from '../docs/code-blocks.ts';
import { runnable, tryBlock } from '../docs/try-blocks.ts';
import { type Peer, requirePeer } from './peers.ts';

const peers: readonly Peer[] = ['hzz', 'reana-client-0.9', 'cwltool', 'snakemake'];

describe.each(peers)('a command block for %s', (peer) => {
  const blocks = runnable(readBlocks(), (equipment) => equipment.includes(peer));

  it('is there', () => {
    expect(blocks).not.toEqual([]);
  });

  it.each(blocks.map((one) => [one.block.place, one] as const))(
    'works as %s prints it',
    async (_place, { block, trial }) => {
      const programs = await requirePeer(peer);
      await tryBlock(block, trial, {
        // Where the page has a virtual environment of that name made, it finds the packages there.
        prepare: (copy) => symlink(path.dirname(programs), path.join(copy, 'environment')),
        programs: [programs],
      });
    },
  );
});
