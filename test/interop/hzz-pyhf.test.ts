import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShell } from '../../src/base/shell.ts';
import { program } from '../program.ts';
import { requirePeer } from './peers.ts';

const programs = await requirePeer('hzz');
const repository = path.resolve(import.meta.dirname, '../..');
const example = path.join(repository, 'examples/hzz-pyhf');

describe('the analysis of real ROOT events, run by reana-ci run', () => {
  let folder: string;
  let limits: Record<string, number>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hzz-pyhf-'));
    const env = { ...baseEnvironment(), PATH: `${programs}:${process.env.PATH ?? ''}` };
    const shell = createShell({ cwd: folder, env });
    const state = path.join(folder, 'state');
    const result =
      await shell`${process.execPath} ${program} run ${example} --local --executor process --state ${state}`;
    expect(result.exitCode, result.stderr).toBe(0);
    const { stdout } = await shell`tar -xOf output_from_reana.tar limit_stage/limits.json`;
    limits = JSON.parse(stdout) as Record<string, number>;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('brings back the limits that a program apart from the workflow computes', async () => {
    const { stdout } =
      await createShell()`${path.join(programs, 'python')} ${path.join(example, 'check_limit.py')}`;
    const { exp, obs } = JSON.parse(stdout) as { exp: number; obs: number };
    expect(Math.abs((limits.exp ?? 0) / exp - 1)).toBeLessThan(1e-6);
    expect(Math.abs((limits.obs ?? 0) / obs - 1)).toBeLessThan(1e-6);
  });

  it('archives limits, table, figure and statistical model', async () => {
    const { stdout } = await createShell({ cwd: folder })`tar -tf output_from_reana.tar`;
    expect(
      stdout
        .trim()
        .split('\n')
        .filter((name) => !name.endsWith('/'))
        .sort(),
    ).toEqual([
      'histograms/workspace.json',
      'limit_stage/limits.json',
      'limit_stage/limits.txt',
      'limit_stage/spectrum.png',
    ]);
  });
});

/** Without the variables by which reana-ci would take this for a job of GitLab, or find a cluster. */
function baseEnvironment(): Record<string, string> {
  return { HOME: process.env.HOME ?? '/', LANG: 'C.UTF-8' };
}
