/** The built program beside what it starts: a container engine, cwltool and Snakemake. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareProgram } from '../built/bare-program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { baseImage, requireDockerEngine } from './docker-engine.ts';
import { files } from './greeting-analysis.ts';
import { requirePeer } from './peers.ts';

const engine = await requireDockerEngine();
const programs = [await requirePeer('cwltool'), await requirePeer('snakemake')];
const env = { PATH: [...programs, '/usr/bin', '/bin'].join(':') };

describe('the built program', () => {
  it.each(['cwl.yaml', 'snakemake.yaml'])('runs %s on this machine', async (file) => {
    const bare = bareProgram(process.execPath, await temporaryFolder(files));
    const ran = await bare.run('cli.js', ['run', '--local', '--spec', file], { env });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
  });
});

describe.skipIf('problem' in engine)(
  `the built program with a container engine${'problem' in engine ? ` (skipped: ${engine.problem})` : ''}`,
  () => {
    const withEngine = { ...env, DOCKER_HOST: 'unix:///var/run/docker.sock' };
    /** Images that this machine has. */
    const here = Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        content
          .replaceAll('docker.io/library/debian:bookworm', baseImage)
          .replaceAll('docker.io/library/debian', baseImage.split(':')[0] ?? ''),
      ]),
    );

    it.each([['reana.yaml'], ['yadage.yaml'], ['cwl.yaml'], ['snakemake.yaml']])(
      'runs the steps of %s in containers without being told to',
      async (file) => {
        const cwd = await temporaryFolder(here);
        const bare = bareProgram(process.execPath, cwd);
        const arguments_ = ['run', '--local', '--spec', file];
        const ran = await bare.run('cli.js', arguments_, { env: withEngine });
        expect(ran, ran.stderr).toMatchObject({ code: 0 });
        expect(ran.stderr).not.toContain('on this machine itself');
        expect((await stat(path.join(cwd, 'results/run.json'))).size).toBeGreaterThan(0);
      },
    );

    it('looks into images for lint', async () => {
      const bare = bareProgram(process.execPath, await temporaryFolder(here));
      const linted = await bare.run('cli.js', ['lint', '--docker'], { env: withEngine });
      expect(linted, linted.stdout + linted.stderr).toMatchObject({ code: 0 });
      expect(linted.stdout).not.toContain('image-missing');
    });
  },
);
