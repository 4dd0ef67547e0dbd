import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createShell } from '../../../src/base/shell.ts';
import { openWorkspace } from '../../../src/local/executor/open-workspace.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'open-workspace-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('openWorkspace', () => {
  it('opens folders and files to everybody, and keeps programs executable', async () => {
    await mkdir(path.join(folder, 'code'), { mode: 0o700 });
    await writeFile(path.join(folder, 'code/fit.sh'), '', { mode: 0o755 });
    await writeFile(path.join(folder, 'data.csv'), '', { mode: 0o600 });
    await openWorkspace(folder);
    expect(await modesOf('.', 'code', 'code/fit.sh', 'data.csv')).toEqual([
      '777',
      '777',
      '777',
      '666',
    ]);
  });

  it('follows no link and waits for no pipe', async () => {
    const outside = await mkdtemp(path.join(tmpdir(), 'outside-'));
    await writeFile(path.join(outside, 'private'), '', { mode: 0o600 });
    const workspace = path.join(folder, 'workspace');
    await mkdir(workspace);
    await symlink(outside, path.join(workspace, 'folder'));
    await symlink(path.join(outside, 'private'), path.join(workspace, 'file'));
    await createShell()`mkfifo ${path.join(workspace, 'pipe')}`;
    await openWorkspace(workspace);
    expect((await stat(outside)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(outside, 'private'))).mode & 0o777).toBe(0o600);
    await rm(outside, { recursive: true });
  });
});

async function modesOf(...names: string[]): Promise<string[]> {
  return await Promise.all(
    names.map(async (name) => ((await stat(path.join(folder, name))).mode & 0o777).toString(8)),
  );
}
