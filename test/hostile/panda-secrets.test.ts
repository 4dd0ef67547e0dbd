/** Files of a repository, or of a shared folder above it, that pretend to be a PanDA job. */
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import {
  canaries,
  checkOut,
  createVictim,
  harmless,
  put,
  runThere,
  type Victim,
  sentTo,
} from './victim.ts';

function secretsFor({ evil, home }: Victim): string {
  return JSON.stringify({
    REANA_SERVER_URL: evil.url,
    REANA_CI_SECRET_FILE: path.join(home, '.ssh/id_rsa'),
    '___file___:important.py': 'eA==',
    '___file___:home/important.py': 'eA==',
  });
}

async function expectUnharmed(victim: Victim, output: string) {
  expect(victim.evil.requests).toEqual([]);
  expect(sentTo(victim.reana)).not.toContain(canaries.key);
  expect(output).not.toContain(canaries.key);
  expect(await readFile(path.join(victim.home, 'important.py'), 'utf8')).toBe('kept');
}

describe('a panda_secrets.json that PanDA did not write', () => {
  it.each(['in the repository', 'in the repository, with the script of the pilot above'])(
    'decides nothing %s',
    async (where) => {
      const victim = await createVictim();
      const files = {
        'a/reana.yaml': harmless,
        'a/code.py': '',
        'a/important.py': 'kept',
        'a/panda_secrets.json': secretsFor(victim),
        ...(where.includes('script') ? { '__run_main_exec.sh': 'cd a' } : {}),
      };
      const folder = await checkOut(files, (root) =>
        symlink(victim.home, path.join(root, 'a/home')),
      );
      const { exitCode, output } = await runThere(path.join(folder, 'a'), ['run'], {
        ...victim.env,
        TMPDIR: folder,
      });
      await expectUnharmed(victim, output);
      expect(victim.reana.requests.length).toBeGreaterThan(0);
      expect(exitCode).toBe(5);
      expect(await readFile(path.join(folder, 'a/important.py'), 'utf8')).toBe('kept');
    },
  );

  it('decides nothing in a shared folder above', async () => {
    const victim = await createVictim();
    const shared = await temporaryFolder({ 'mine/reana.yaml': harmless, 'mine/code.py': '' });
    await put(path.join(shared, 'panda_secrets.json'), secretsFor(victim));
    const { output } = await runThere(path.join(shared, 'mine'), ['run'], victim.env);
    await expectUnharmed(victim, output);
  });

  it('decides nothing in a GitLab job', async () => {
    const victim = await createVictim();
    const folder = await checkOut({
      'reana.yaml': harmless,
      'code.py': '',
      'panda_secrets.json': secretsFor(victim),
    });
    const { output } = await runThere(folder, ['run'], {
      ...victim.env,
      GITLAB_CI: 'true',
      CI_PROJECT_ID: '1',
      CI_PIPELINE_ID: '2',
      CI_JOB_NAME: 'analysis',
      CI_PROJECT_DIR: folder,
      CI_API_V4_URL: `${victim.reana.url}/api/v4`,
    });
    await expectUnharmed(victim, output);
  });
});
