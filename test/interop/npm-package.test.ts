/** The package of npm: published as a release does, installed as people do. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { readBlocks } from '../docs/code-blocks.ts';
import { runnable, tryBlock } from '../docs/try-blocks.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { packProgram } from './packed-program.ts';
import { startNpmRegistry } from './npm-registry.ts';

const root = path.resolve(import.meta.dirname, '../..');
const token = 'token-of-the-registry';

it('is published once, and puts one package on the disk', async () => {
  const registry = await startNpmRegistry(token);
  onTestFinished(() => {
    registry.close();
  });
  const folder = await temporaryFolder({});
  const { shell } = await packProgram(folder, packageJson.version, token);
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
  const { shell } = await packProgram(folder, '7.8.9-rc.1', token);
  const publish = path.join(root, 'scripts/publish-npm.sh');
  const { exitCode, stderr } = await shell`sh ${publish} ${registry.url}`;
  expect(exitCode, stderr).toBe(0);
  expect(registry.tags).toEqual({ next: '7.8.9-rc.1' });
});

const blocks = runnable(readBlocks(), (equipment) => equipment.includes('npm'));

it.each(blocks.map((one) => [one.block.place, one] as const))(
  'is installed as %s prints it',
  async (_place, { block, trial }) => {
    const registry = await startNpmRegistry(token);
    onTestFinished(() => {
      registry.close();
    });
    const { shell } = await packProgram(await temporaryFolder({}), packageJson.version, token);
    const publish = path.join(root, 'scripts/publish-npm.sh');
    const { exitCode, stderr } = await shell`sh ${publish} ${registry.url}`;
    expect(exitCode, stderr).toBe(0);
    const prefix = await temporaryFolder({});
    const said = await tryBlock(block, trial, {
      withoutProgram: true,
      programs: [path.join(prefix, 'bin')],
      env: { npm_config_registry: registry.url, npm_config_prefix: prefix },
    });
    expect(said).toContain('added 1 package');
    expect(said).toContain(packageJson.version);
  },
);

it('is what the README begins with', () => {
  expect(blocks).not.toEqual([]);
});
