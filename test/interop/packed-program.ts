/** The built program as the pipeline packs it for npm. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createShell, type Shell } from '../../src/base/shell.ts';
import { builtProgram } from '../program.ts';

/**
 * Makes `archives/reana-ci-<version>.tgz` in `folder`.
 *
 * @returns a shell in that folder, which knows `token` as the one of the registry
 */
export async function packProgram(
  folder: string,
  version: string,
  token: string,
): Promise<{ readonly shell: Shell }> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, REGISTRY_TOKEN: token };
  const shell = createShell({ cwd: folder, env });
  const source = path.join(folder, 'package');
  await cp(builtProgram, source, { recursive: true });
  await writeFile(path.join(source, 'package.json'), JSON.stringify({ ...packageJson, version }));
  await mkdir(path.join(folder, 'archives'));
  const packed = await shell`npm pack ${source} --ignore-scripts --pack-destination archives`;
  expect(packed.exitCode, packed.stderr).toBe(0);
  return { shell };
}
