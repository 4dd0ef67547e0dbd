/** The package of npm: published as a release does, installed as people do. */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createShell, type Shell } from '../../src/base/shell.ts';
import { builtProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { startNpmRegistry } from './npm-registry.ts';

const root = path.resolve(import.meta.dirname, '../..');
const token = 'token-of-the-registry';

it('is published once, and puts one package on the disk', async () => {
  const registry = await startNpmRegistry(token);
  onTestFinished(() => {
    registry.close();
  });
  const folder = await temporaryFolder({});
  const { shell } = await packInto(folder, packageJson.version);
  const publish = path.join(root, 'scripts/publish-npm.sh');
  const first = await shell`sh ${publish} ${registry.url}`;
  expect(first.exitCode, first.stderr).toBe(0);
  const again = await shell`sh ${publish} ${registry.url}`;
  expect(again.exitCode, again.stderr).toBe(0);
  expect(again.stdout).toBe(`reana-ci ${packageJson.version} is there already.\n`);
  expect(registry.versions).toEqual([packageJson.version]);
  expect(registry.tags).toEqual({ latest: packageJson.version });

  const prefix = path.join(folder, 'prefix');
  const install =
    await shell`npm install --global reana-ci --prefix ${prefix} --registry ${registry.url}`;
  expect(install.exitCode, install.stderr).toBe(0);
  expect(install.stdout).toContain('added 1 package');
  expect(await readdir(path.join(prefix, 'lib/node_modules'))).toEqual(['reana-ci']);
  const version = await shell`${path.join(prefix, 'bin/reana-ci')} --version`;
  expect(version.stdout).toContain(packageJson.version);
});

it('is "next" as a prerelease, which nobody gets who does not ask for it', async () => {
  const registry = await startNpmRegistry(token);
  onTestFinished(() => {
    registry.close();
  });
  const folder = await temporaryFolder({});
  const { shell } = await packInto(folder, '7.8.9-rc.1');
  const publish = path.join(root, 'scripts/publish-npm.sh');
  const { exitCode, stderr } = await shell`sh ${publish} ${registry.url}`;
  expect(exitCode, stderr).toBe(0);
  expect(registry.tags).toEqual({ next: '7.8.9-rc.1' });
});

/** Makes `archives/` in `folder`, as the pipeline has it. */
async function packInto(folder: string, version: string): Promise<{ readonly shell: Shell }> {
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
