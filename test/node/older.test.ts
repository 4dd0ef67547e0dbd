/** The built program on releases of Node that it is not for. */
import { describe, expect, it } from 'vitest';
import { bareProgram } from '../built/bare-program.ts';
import { requireNode } from './release.ts';

describe.each(['18.20.8', '20.20.2', '22.18.0', '23.11.1'])('on Node %s', async (version) => {
  const node = await requireNode(version);

  it.each(['cli.js', 'reana-client.js'])('%s tells in a line which one is needed', async (file) => {
    const bare = bareProgram(node, import.meta.dirname);
    for (const arguments_ of [['--version'], ['run', '--local'], []]) {
      expect(await bare.run(file, arguments_)).toEqual({
        code: 4,
        stdout: '',
        stderr: `error: This is Node ${version}, and reana-ci needs Node 22.19 or a later 22, or 24 or newer.\n`,
      });
    }
  });
});
