/** Git repositories as GitLab has them: the one of the components, and those of analyses. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { launcher } from '../program.ts';
import { templateFolder } from '../templates/template.ts';

const host = 'gitlab.example.org';
const componentPath = 'hep/reana-ci';
const componentVersions = ['1.1.0', '1.2.3', '1.3.0-rc.1'];

export interface World {
  /** Environment of programs: a home of its own, `reana-ci` on the path, repositories in place of GitLab. */
  readonly env: Record<string, string>;
  /** Commit of the components. */
  readonly componentSha: string;
  /** Makes the repository of an analysis with one commit on `main`; gives its folder. */
  createAnalysis(files: Readonly<Record<string, string>>): Promise<string>;
  /** Adds a commit to it; gives its id. */
  commit(folder: string, files: Readonly<Record<string, string>>): Promise<string>;
}

/** A folder with everything in it, gone after the test. */
export async function createWorld(): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'reana-ci-pipeline-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const env = await createEnvironment(root);
  const git = async (cwd: string, ...options: string[]) =>
    (await promisify(execFile)('git', options, { cwd, env })).stdout.trim();

  const components = path.join(root, 'components');
  await cp(templateFolder, path.join(components, 'templates'), { recursive: true });
  await initialise(components, 'Release the components');
  for (const version of componentVersions) await git(components, 'tag', version);

  async function initialise(folder: string, title: string): Promise<void> {
    await git(folder, 'init', '--quiet', '--initial-branch=main');
    await git(folder, 'add', '.');
    await git(folder, 'commit', '--quiet', '--message', title);
  }

  return {
    env,
    componentSha: await git(components, 'rev-parse', 'HEAD'),
    async createAnalysis(files) {
      const folder = path.join(await mkdtemp(path.join(root, 'builds-')), 'zz');
      await writeFiles(folder, { '.gitignore': '.gitlab-ci-local/\n', ...files });
      await initialise(folder, 'Search for ZZ');
      await git(folder, 'remote', 'add', 'origin', `https://${host}/higgs/zz.git`);
      await git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
      await git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
      return folder;
    },
    async commit(folder, files) {
      await writeFiles(folder, files);
      await git(folder, 'add', '.');
      await git(folder, 'commit', '--quiet', '--message', 'Go on');
      return git(folder, 'rev-parse', 'HEAD');
    },
  };

  async function createEnvironment(folder: string): Promise<Record<string, string>> {
    const repository = `file://${path.join(folder, 'components')}`;
    await writeFiles(folder, {
      'bin/reana-ci': launcher,
      gitconfig: [
        '[user]\n  name = Ada\n  email = ada@example.org',
        `[url "${repository}"]`,
        `  insteadOf = https://${host}/${componentPath}.git`,
        `  insteadOf = https://${host}:443/${componentPath}.git`,
        '[protocol "file"]\n  allow = always\n',
      ].join('\n'),
    });
    await chmod(path.join(folder, 'bin/reana-ci'), 0o755);
    return {
      PATH: `${path.join(folder, 'bin')}:${path.dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: folder,
      GIT_CONFIG_GLOBAL: path.join(folder, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
      LC_ALL: 'C.UTF-8',
    };
  }
}

/** `include:` of a component, as a user writes it. */
export function includeComponent(
  name: string,
  reference: string,
  inputs: Readonly<Record<string, unknown>> = {},
): string {
  return [
    'include:',
    `  - component: $CI_SERVER_FQDN/${componentPath}/${name}@${reference}`,
    `    inputs: ${JSON.stringify(inputs)}`,
    '',
  ].join('\n');
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
