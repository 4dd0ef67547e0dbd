/** The script of the documentation from 2022, as its readers copied it, beside reana-ci's own. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { reference, references } from '../interop/references.ts';
import { documentedScript, type GridJob, makeGridJob, startGridJob } from './grid-job.ts';
import { repository } from './image.ts';
import { type Island, startIsland } from './island.ts';

const example = path.join(repository, 'examples/counting-limit');
const dataset = 'mc23_13p6TeV:mc23_13p6TeV.801234.toy_signal_m750.deriv.DAOD_PHYSLITE.e1_s1_p1';
const exec = `source script_reana.sh pchain_ZZ ${dataset}`;

describe.skipIf(references === undefined)('the documented script', () => {
  let island: Island;
  beforeAll(async () => {
    island = await startIsland();
  });
  afterAll(() => island.close());

  it('gives the same limits as reana-ci, word for word', async () => {
    const script = await documentedScript(reference('seed/reana-workflow.txt'));
    expect(script.split('\n')).toHaveLength(47);
    // Its readers put their own pass phrase, in base64, in place of this.
    const [theirs, ours] = [
      await runDocumented(script.replace('<your_own_pass>', 'Y2FuYXJ5')),
      await runOurs(),
    ];
    expect(Object.keys(theirs)).toEqual(['limits.json', 'limits.txt']);
    expect(theirs).toEqual(ours);
    const stored = await island.client.secrets();
    expect(stored.map(({ name }) => name).sort()).toEqual(
      expect.arrayContaining(['VOMSPROXY_PASS', 'VONAME', 'usercert.pem', 'userkey.pem']),
    );
  });

  async function runDocumented(script: string): Promise<Record<string, string>> {
    const template = await readFile(path.join(example, 'reana-template.yaml'), 'utf8');
    const job = await makeGridJob({
      files: { 'script_reana.sh': script, 'reana-template.yaml': template },
      secrets: { REANA_ACCESS_TOKEN: island.token },
      secretFiles: { 'usercert.pem': 'certificate', 'userkey.pem': 'key' },
      exec,
    });
    await makeRepository(path.join(job.folder, 'reana-zz'));
    await mkdir(path.join(job.folder, 'fast'));
    await writeFile(path.join(job.folder, 'fast/sleep'), '#!/bin/sh\nexec /bin/sleep 1\n', {
      mode: 0o755,
    });
    const environment = {
      PATH: '/srv/fast:/usr/local/bin:/usr/bin:/bin',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'url./srv/reana-zz.insteadOf',
      GIT_CONFIG_VALUE_0: 'https://gitlab.cern.ch/zhangruihpc/reana-zz.git',
    };
    const running = await startGridJob(job, island, { environment });
    const { exitCode, stdout, stderr } = await running.result;
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('new status: finished');
    return limits(job);
  }

  async function runOurs(): Promise<Record<string, string>> {
    const secrets = { REANA_ACCESS_TOKEN: island.token };
    const job = await makeGridJob({ analysis: example, secrets, exec });
    const { exitCode, stderr } = await (await startGridJob(job, island)).result;
    expect(exitCode, stderr).toBe(0);
    return limits(job);
  }
});

async function makeRepository(folder: string): Promise<void> {
  await cp(example, folder, { recursive: true });
  const git = createShell({ cwd: folder });
  await git`git init --quiet`;
  await git`git add .`;
  const committed =
    await git`git -c user.name=x -c user.email=x@example.org commit --quiet --message analysis`;
  expect(committed.exitCode, committed.stderr).toBe(0);
}

/** The files of `limit_stage/` in the archive. */
async function limits({ sandbox, folder }: GridJob): Promise<Record<string, string>> {
  const target = path.join(folder, 'unpacked');
  await mkdir(target);
  const archive = path.join(sandbox, 'output_from_reana.tar');
  expect((await createShell()`tar -xzf ${archive} -C ${target}`).exitCode).toBe(0);
  const stage = path.join(target, 'limit_stage');
  const names = (await readdir(stage)).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(stage, name), 'utf8')] as const),
    ),
  );
}
