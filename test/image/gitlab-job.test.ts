import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { limitAnalysis, scopedDataset } from './analysis.ts';
import { runInImage } from './container.ts';
import { type Island, startIsland } from './island.ts';

let island: Island;
beforeAll(async () => {
  island = await startIsland();
});
afterAll(() => island.close());

describe('a GitLab job', () => {
  it.each([
    ['root', '0:0'],
    ['a user whom the image does not know', '12345:0'],
  ])('runs its script, sent to a shell, as %s', async (_who, user) => {
    const project = await checkout();
    const { exitCode, stdout, stderr } = await runInImage(['sh'], {
      user,
      network: island.network,
      binds: [`${project}:/builds/team/analysis`, ...island.binds],
      environment: {
        ...island.environment,
        CI: 'true',
        REANA_SERVER_URL: 'https://reana.cern.ch',
        REANA_ACCESS_TOKEN: island.token,
      },
      stdin: [
        'set -eo pipefail',
        'cd /builds/team/analysis',
        'git rev-parse --short HEAD >/dev/null',
        `reana-ci run . --spec reana-template.yaml --input ${scopedDataset}`,
        'echo job done',
      ].join('\n'),
    });
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain('job done\n');
    expect(stdout + stderr).not.toContain(island.token);
    const output = path.join(project, 'results/outputs/limit_stage/output.json');
    expect(await readFile(output, 'utf8')).toBe(`"${scopedDataset}"\n`);
  });

  it('fails with the exit code of the run', async () => {
    const project = await checkout(limitAnalysis('false'));
    const { exitCode } = await runInImage(['sh'], {
      network: island.network,
      binds: [`${project}:/builds`, ...island.binds],
      environment: {
        ...island.environment,
        REANA_SERVER_URL: 'https://reana.cern.ch',
        REANA_ACCESS_TOKEN: island.token,
      },
      stdin: `set -e\ncd /builds\nreana-ci run . --spec reana-template.yaml --input ${scopedDataset}\necho never\n`,
    });
    expect(exitCode).toBe(1);
  });
});

/** As the runner makes it: everybody may write. */
async function checkout(
  files: Readonly<Record<string, string>> = limitAnalysis(),
): Promise<string> {
  const folder = await temporaryFolder(files);
  const git = createShell({ cwd: folder });
  await git`git init --quiet`;
  await git`git add .`;
  await git`git -c user.name=x -c user.email=x@example.org commit --quiet --message analysis`;
  await git`chmod -R a+rwX .`;
  return folder;
}
