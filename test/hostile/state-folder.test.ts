/** A repository that brings a state folder of the embedded REANA along. */
import { chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { laySecrets } from '../../src/local/run/run-secrets.ts';
import { openStateDirectory } from '../../src/local/store/state-directory.ts';
import { defaultStateDirectory } from '../../src/local/store/state-home.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { checkOut, createVictim, put, runThere } from './victim.ts';

describe('a state folder in a repository', () => {
  it('that is a link empties nothing', async () => {
    const { home, env } = await createVictim();
    await put(path.join(home, 'tmp/mine'), 'kept');
    await put(path.join(home, 'secrets/mine'), 'kept');
    const folder = await checkOut({}, async (root) => {
      await mkdir(path.join(root, '.reana-ci'));
      await symlink(home, path.join(root, '.reana-ci/local'));
    });
    const state = path.join(folder, '.reana-ci/local');
    const { exitCode, output } = await runThere(folder, ['local', '--state', state], env);
    expect(exitCode).toBe(4);
    expect(output).toContain('was not made by reana-ci for this user on this machine');
    expect(await readFile(path.join(home, 'tmp/mine'), 'utf8')).toBe('kept');
    expect(await readFile(path.join(home, 'secrets/mine'), 'utf8')).toBe('kept');
  });

  it('with a database and a token is not opened, and is not where runs are kept by default', async () => {
    const environment = { HOME: await temporaryFolder({}) };
    const folder = await checkOut({
      '.reana-ci/local/reana.sqlite': 'queued runs',
      '.reana-ci/local/token': 'known-to-the-stranger',
      '.reana-ci/local/made-here': '0'.repeat(64),
    });
    const state = path.join(folder, '.reana-ci/local');
    await expect(openStateDirectory(state, environment)).rejects.toThrow(
      'was not made by reana-ci',
    );
    expect(defaultStateDirectory(environment, folder).startsWith(environment.HOME)).toBe(true);
    expect(defaultStateDirectory({ XDG_STATE_HOME: '/state' }, '/a/b')).toMatch(
      /^\/state\/reana-ci\/local\/b-[0-9a-f]{12}$/,
    );
  });

  it('made here is opened again, but no copy of it', async () => {
    const environment = { HOME: await temporaryFolder({}) };
    const folder = await temporaryFolder({});
    const state = path.join(folder, 'state');
    const first = await openStateDirectory(state, environment);
    expect(await openStateDirectory(state, environment)).toEqual(first);
    const copy = await temporaryFolder({
      'made-here': await readFile(path.join(state, 'made-here'), 'utf8'),
    });
    await expect(openStateDirectory(copy, environment)).rejects.toThrow('was not made by');
    const other = { HOME: await temporaryFolder({}) };
    await expect(openStateDirectory(state, other)).rejects.toThrow('was not made by');
  });

  it('is for its owner alone', async () => {
    const environment = { HOME: await temporaryFolder({}) };
    const state = path.join(await temporaryFolder({}), 'state');
    await openStateDirectory(state, environment);
    for (const name of await readdir(state)) {
      expect({ name, mode: (await stat(path.join(state, name))).mode & 0o077 }).toEqual({
        name,
        mode: 0,
      });
    }
    await chmod(path.join(state, 'workspaces'), 0o755);
    await expect(openStateDirectory(state, environment)).rejects.toThrow('Other users may enter');
  });
});

it('a secret of the embedded REANA whose name is a path is written nowhere', async () => {
  const folder = await temporaryFolder({});
  const secret = { name: '../../../../x', type: 'file', value: Buffer.from('x') } as const;
  await expect(laySecrets([secret], path.join(folder, 'a/b'))).rejects.toThrow(
    'is not the name of a file',
  );
  expect(await readdir(path.join(folder, 'a/b'))).toEqual([]);
});
