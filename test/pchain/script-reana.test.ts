/** `script_reana.sh` of the image: what it makes of its words. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const script = path.resolve(import.meta.dirname, '../../image/bin/script_reana.sh');

/** The words that `reana-ci` gets, one a line. */
async function run(words: string): Promise<string[]> {
  const folder = await temporaryFolder({ 'reana-ci': '#!/bin/sh\nprintf "%s\\n" "$@"\n' });
  const shell = createShell({ cwd: folder, env: { PATH: `${folder}:/usr/bin:/bin` } });
  await shell`chmod +x reana-ci`;
  const { stdout, stderr } = await shell`bash --posix -c ${`source ${script} ${words}`}`;
  return `${stdout}${stderr}`.trimEnd().split('\n');
}

describe('script_reana.sh', () => {
  it.each([
    ['z a/', ['a/']],
    ['z a/,b/', ['a/,b/']],
    ['z a/ b/', ['a/,b/']],
    ['z a/ b/ c:d --var MASS=3 --timeout 1h', ['a/,b/,c:d', '--var', 'MASS=3', '--timeout', '1h']],
    ["z a/ --parameter cut='x y'", ['a/', '--parameter', 'cut=x y']],
  ])('joins the datasets of "%s"', async (words, expected) => {
    expect(await run(words)).toEqual(['run', '.', '--name', 'z', '--input', ...expected]);
  });

  it('says what it takes', async () => {
    expect(await run('z')).toEqual([expect.stringMatching(/^ERROR: .*JOB_NAME DATASETS$/)]);
  });
});
