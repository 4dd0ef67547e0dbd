import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPandaFolder, type PandaSigns } from '../../../src/hosts/panda/recognise.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const shell = [['/bin/sh', '__run_main_exec.sh'], ['/pilot']];

async function signsOf(
  files: Readonly<Record<string, string>>,
  more: Partial<PandaSigns> = {},
): Promise<PandaSigns & { readonly job: string }> {
  const job = await temporaryFolder({ 'workDir/panda_secrets.json': '{}', ...files });
  const cwd = path.join(job, 'workDir');
  return { job, cwd, env: {}, ancestors: () => Promise.resolve([]), ...more };
}

const script = { '__run_main_exec.sh': 'cd workDir' };

describe('findPandaFolder', () => {
  it('knows a payload whose shell runs the script of the pilot', async () => {
    const signs = await signsOf(script, { ancestors: () => Promise.resolve(shell) });
    expect(await findPandaFolder(signs)).toBe(signs.cwd);
    const inner = path.join(signs.cwd, 'inner');
    await mkdir(inner);
    expect(await findPandaFolder({ ...signs, cwd: inner })).toBe(signs.cwd);
  });

  it('knows a payload by the variables that pilot and script set', async () => {
    const signs = await signsOf(script);
    const env = { TMPDIR: signs.job, TestArea: '/pilot/PanDA_Pilot-1/workDir' };
    expect(await findPandaFolder({ ...signs, env })).toBe(signs.cwd);
    expect(await findPandaFolder({ ...signs, env: { TMPDIR: signs.job } })).toBeUndefined();
    expect(await findPandaFolder({ ...signs, env: { ...env, TMPDIR: '/tmp' } })).toBeUndefined();
  });

  it('takes the word of the user', async () => {
    const signs = await signsOf({}, { isDeclared: true });
    expect(await findPandaFolder(signs)).toBe(signs.cwd);
  });

  it('takes files of a repository for no proof', async () => {
    const files = { ...script, 'workDir/__run_main_exec.sh': '', 'panda_secrets.json': '{}' };
    const signs = await signsOf(files);
    expect(await findPandaFolder(signs)).toBeUndefined();
    expect(
      await findPandaFolder(await signsOf({}, { ancestors: () => Promise.resolve(shell) })),
    ).toBeUndefined();
  });

  it('takes no script that is a link', async () => {
    const signs = await signsOf({ 'other.sh': '' }, { ancestors: () => Promise.resolve(shell) });
    await symlink('other.sh', path.join(signs.job, '__run_main_exec.sh'));
    expect(await findPandaFolder(signs)).toBeUndefined();
  });

  it('knows no PanDA job in GitLab or in a git checkout, whatever else there is', async () => {
    const proof = { ancestors: () => Promise.resolve(shell), isDeclared: true };
    const signs = await signsOf(script, proof);
    expect(await findPandaFolder({ ...signs, env: { GITLAB_CI: 'true' } })).toBeUndefined();
    const checkout = await signsOf(
      { ...script, 'workDir/.git/HEAD': 'ref: refs/heads/main' },
      proof,
    );
    expect(await findPandaFolder(checkout)).toBeUndefined();
    const below = await signsOf({ 'workDir/.git/HEAD': '', 'workDir/a/reana.yaml': '' }, proof);
    expect(await findPandaFolder({ ...below, cwd: path.join(below.cwd, 'a') })).toBeUndefined();
  });
});
