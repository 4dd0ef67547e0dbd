import { expect, it } from 'vitest';
import { createProgramShell, gitVariables, programEnvironment } from '../../src/base/program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('lets a program see what is listed, and no token', () => {
  const environment = {
    PATH: ':/usr/bin:.:bin',
    LD_LIBRARY_PATH: '',
    HOME: '/home/u',
    LC_ALL: 'C',
    https_proxy: 'http://proxy',
    REANA_ACCESS_TOKEN: 'canary',
    GITLAB_TOKEN: 'canary',
    PYTHONPATH: '/home/u/analysis',
    NODE_OPTIONS: '--require ./x',
    BASH_ENV: './x',
    LD_PRELOAD: './x.so',
  };
  expect(programEnvironment(environment)).toEqual({
    PATH: '/usr/bin',
    LD_LIBRARY_PATH: '',
    HOME: '/home/u',
    LC_ALL: 'C',
    https_proxy: 'http://proxy',
    PYTHONSAFEPATH: '1',
  });
});

it('lets git see how its user has set it up, but not which repository to work on', () => {
  const environment = {
    SSH_AUTH_SOCK: '/run/agent',
    GIT_SSH_COMMAND: 'ssh -i key',
    GIT_CONFIG_COUNT: '0',
    GIT_DIR: '/analysis/.git',
    CI_JOB_TOKEN: 'canary',
  };
  expect(gitVariables(environment)).toEqual({
    SSH_AUTH_SOCK: '/run/agent',
    GIT_SSH_COMMAND: 'ssh -i key',
    GIT_CONFIG_COUNT: '0',
    GIT_TERMINAL_PROMPT: '0',
  });
});

it('runs nothing of a folder that happens to be the working folder', async () => {
  const folder = await temporaryFolder({ 'sitecustomize.py': 'print("canary")' });
  const environment = { PATH: `.:${process.env.PATH ?? ''}`, PYTHONPATH: `:${folder}` };
  const shell = createProgramShell({ environment });
  const { stdout } = await shell`pwd; python3 -c ${'print("fine")'}`;
  expect(stdout).toBe('/\nfine\n');
});
