/** A batch user's session with reana-client, told once for every client and server generation. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { createShell } from '../../src/base/shell.ts';
import { startClientSession, type ClientSession } from './client-session.ts';
import type { ClientSessionOptions } from './client-session.ts';
import { files } from './greeting-analysis.ts';

export interface ClientStory extends Omit<ClientSessionOptions, 'files'> {
  /** Where this client itself leaves the API description. */
  readonly habit?: RegExp;
  /** The server refuses this client's order to stop, which says more than the server takes (422). */
  readonly cannotStop?: boolean;
  /** Leaves out the workflows that a file describes: they are the same for the other clients. */
  readonly withoutFiles?: boolean;
}

/** Registers the tests of one client against one server generation. */
export function tellClientStory({
  habit,
  cannotStop = false,
  withoutFiles = false,
  ...options
}: ClientStory): void {
  let session: ClientSession;
  /** A finished run that tests only read from. */
  const greeted = 'greeted.1';

  beforeAll(async () => {
    session = await startClientSession({ ...options, files });
    return session.close;
  });
  beforeAll(async () => {
    await session.ok('create', '-n', 'greeted');
    await session.ok('upload', '-w', greeted);
    await session.ok('start', '-w', greeted);
    await session.waitFor(greeted, 'finished');
  });

  describe('connection', () => {
    it('pings and is told who it is', async () => {
      const output = await session.ok('ping');
      expect(output).toContain(`REANA server: ${session.proxy.url}`);
      expect(output).toMatch(/REANA server version: \d/);
      expect(output).toMatch(/Authenticated as: .*@/);
      expect(output).toContain('Status: Connected');
    });

    it('is refused with another token', async () => {
      const result = await session.reana('list', '-t', 'not-the-token');
      expect(result.exitCode).not.toBe(0);
      expect(result.stdout).not.toContain('greeted');
    });

    it('reads what the cluster offers', async () => {
      const info = JSON.parse(await session.ok('info', '--json')) as Record<
        string,
        { title: string; value: unknown }
      >;
      expect(info.compute_backends?.value).toContain('kubernetes');
      expect(info.workspaces_available?.value).toEqual(
        expect.arrayContaining([info.default_workspace?.value]),
      );
      expect(await session.ok('info')).toContain(info.default_workspace?.title);
    });

    it('shows the quota', async () => {
      expect((await session.ok('quota-show', '--resources')).split('\n')).toEqual(
        expect.arrayContaining(['cpu', 'disk']),
      );
      expect(await session.ok('quota-show', '--resource', 'disk')).toMatch(/used/);
      expect(
        Number(await session.ok('quota-show', '--resource', 'disk', '--report', 'usage')),
      ).toBeGreaterThan(0);
    });
  });

  describe('specification', () => {
    it('finds a good one valid', async () => {
      expect(await session.ok('validate', '--server-capabilities')).toContain(
        'Valid REANA specification file.',
      );
    });

    it('does not create a run from a broken one', async () => {
      const result = await session.reana('create', '-n', 'broken', '-f', 'broken.yaml');
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('Cannot create workflow broken');
      expect(await session.ok('list', '-w', 'broken')).not.toContain('broken');
    });
  });

  describe('a finished run', () => {
    it('has its status and progress', async () => {
      const [row] = parseRows(await session.ok('status', '-w', greeted, '-v', '--json'));
      expect(row).toMatchObject({
        name: 'greeted',
        run_number: '1',
        status: 'finished',
        progress: '3/3',
      });
    });

    it('is listed', async () => {
      const rows = parseRows(await session.ok('list', '-v', '--json', '-w', 'greeted'));
      expect(rows.map(({ name, run_number: number, status }) => [name, number, status])).toEqual(
        expect.arrayContaining([['greeted', '1', 'finished']]),
      );
      expect(parseRows(await session.ok('list', '--json', '--filter', 'name=greet'))).toEqual(
        expect.arrayContaining([expect.objectContaining({ name: 'greeted' })]),
      );
      expect(
        parseRows(await session.ok('list', '--json', '--filter', 'status=failed', '-w', 'greeted')),
      ).toEqual([]);
    });

    it('shows the logs of its jobs, all or of one step', async () => {
      const all = await session.ok('logs', '-w', greeted);
      expect(all).toContain('Step: greet');
      expect(all).toContain('Step: sort');
      expect(all).toContain('Hello, Lise!');
      const one = await session.ok('logs', '-w', greeted, '--filter', 'step=sort');
      expect(one).toContain('Hello, Lise!');
      expect(one).not.toContain('Step: greet');
      const json = JSON.parse(await session.ok('logs', '-w', greeted, '--json')) as {
        job_logs: Record<string, Record<string, unknown>>;
      };
      const jobs = Object.values(json.job_logs);
      expect(jobs.map((job) => job.job_name)).toEqual(['greet', 'greet', 'sort']);
      expect(jobs[1]).toMatchObject({
        status: 'finished',
        cmd: 'bash code/greet.sh "Hello" "data/names.txt" > results/greetings.txt',
        docker_img: 'docker.io/library/debian:bookworm',
      });
    });

    it('lists its files: all, below a folder, by pattern, by filter', async () => {
      expect((await fileNames()).sort()).toEqual([
        'code/greet.sh',
        'data/names.txt',
        'reana.yaml',
        'results/greetings.txt',
        'results/lists/sorted.txt',
        'scratch.txt',
      ]);
      expect(await fileNames('**/*.sh')).toEqual(['code/greet.sh']);
      expect(await fileNames('--filter', 'name=sorted')).toEqual(['results/lists/sorted.txt']);
      expect(await fileNames('results')).toEqual(
        expect.arrayContaining(['results/greetings.txt', 'results/lists/sorted.txt']),
      );
      const [greetings] = parseRows(
        await session.ok('ls', '-w', greeted, '--json', 'results/greetings.txt'),
      );
      expect(greetings).toMatchObject({ name: 'results/greetings.txt', size: '39' });
      expect(await session.ok('ls', '-w', greeted, '--url', 'data/*')).toContain(
        `${session.proxy.url}/api/workflows/${greeted}/workspace/data/names.txt`,
      );
    });

    it('gives its declared outputs: files as they are, folders as archives', async () => {
      await session.ok('download', '-w', greeted, '-o', 'outputs');
      expect(await readOutput('outputs/results/greetings.txt')).toBe(
        'Hello, Ada!\nHello, Grace!\nHello, Lise!\n',
      );
      const archive = /File (download_\S+\.zip) downloaded/.exec(
        await session.ok('download', '-w', greeted, '-o', 'outputs', 'results'),
      );
      expect(await zipMembers(path.join(session.folder, 'outputs', archive?.[1] ?? ''))).toEqual([
        'results/greetings.txt',
        'results/lists/sorted.txt',
      ]);
    });

    it('gives files by pattern and to the standard output', async () => {
      expect(await session.ok('download', '-w', greeted, '-o', '-', 'data/*.txt')).toBe(
        'Ada\nGrace\nLise\n',
      );
      const both = await session.ok('download', '-w', greeted, '-o', '-', '**/*.txt');
      expect(both).toContain('Grace');
      expect(both).toContain('left over');
    });

    it('says which file it does not have', async () => {
      const result = await session.reana('download', '-w', greeted, 'results/nothing.txt');
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('results/nothing.txt does not exist.');
    });

    it('tells how much disk it uses', async () => {
      const summary = await session.ok('du', '-w', greeted, '-s');
      expect(Number(/^(\d+)\s+\.\s*$/m.exec(summary)?.[1])).toBeGreaterThan(100);
      const filtered = await session.ok('du', '-w', greeted, '--filter', 'name=results/');
      expect(filtered).toContain('./results/greetings.txt');
      expect(filtered).not.toContain('names.txt');
    });

    it('has retention rules to list', async () => {
      expect(await session.ok('retention-rules-list', '-w', greeted)).toMatch(/RETENTION_DAYS/i);
    });

    it('cannot be started again or stopped', async () => {
      const start = await session.reana('start', '-w', greeted);
      expect(start.exitCode).toBe(1);
      expect(start.stderr).toContain('cannot be started again');
      const stop = await session.reana('stop', '-w', greeted, '--force');
      expect(stop.exitCode).toBe(1);
      expect(stop.stderr).toContain(cannotStop ? 'semantic errors' : 'is not running');
    });
  });

  describe('parameters', () => {
    it('are overridden at start, and runs compared', async () => {
      await session.ok('create', '-n', 'greeted');
      await session.ok('upload', '-w', 'greeted.2');
      await session.ok('start', '-w', 'greeted.2', '-p', 'greeting=Good morning');
      await session.waitFor('greeted.2', 'finished');
      expect(await downloaded('greeted.2', 'results/greetings.txt')).toContain(
        'Good morning, Grace!',
      );
      const difference = await session.ok('diff', greeted, 'greeted.2');
      expect(difference).toContain('Differences in workflow inputs');
      expect(difference).toMatch(/^\+.*'greeting': 'Good morning'/m);
      expect(difference).toContain('-Hello, Ada!');
      expect(difference).toContain('+Good morning, Ada!');
      expect(await session.ok('diff', '-q', greeted, 'greeted.2')).toMatch(
        /Files .*greetings\.txt.* differ/,
      );
    });

    it('that the specification does not know stay out of the run', async () => {
      await session.ok('create', '-n', 'unknown-parameter');
      await session.ok('upload', '-w', 'unknown-parameter');
      const result = await session.reana(
        ...['start', '-w', 'unknown-parameter', '-p', 'colour=red'],
      );
      expect(result.exitCode).toBe(0);
      expect(result.stderr).toContain('colour, is not in reana.yaml');
      await session.waitFor('unknown-parameter', 'finished');
    });
  });

  describe('a workspace', () => {
    it('takes, moves and removes files', async () => {
      await session.ok('create', '-n', 'workspace');
      await session.ok('upload', '-w', 'workspace', 'data/names.txt', 'code');
      await session.ok('mv', '-w', 'workspace', 'data/names.txt', 'data/people.txt');
      expect(await fileNamesOf('workspace')).toEqual([
        'code/greet.sh',
        'data/people.txt',
        'reana.yaml',
      ]);
      expect(await session.ok('rm', '-w', 'workspace', 'data/*.txt')).toContain(
        '15 bytes freed up',
      );
      expect(await fileNamesOf('workspace')).toEqual(['code/greet.sh', 'reana.yaml']);
      const again = await session.reana('rm', '-w', 'workspace', 'data/*.txt');
      expect(again.exitCode).toBe(1);
      expect(again.stderr).toContain('did not match any existing file');
    });

    it('takes a file of several megabytes and one of none unchanged', async () => {
      const large = Buffer.alloc(6 * 2 ** 20, 'reana ');
      await writeFile(path.join(session.folder, 'large.bin'), large);
      await writeFile(path.join(session.folder, 'empty.bin'), '');
      await session.ok('upload', '-w', 'workspace', 'large.bin', 'empty.bin');
      await session.ok('download', '-w', 'workspace', '-o', 'back', 'large.bin', 'empty.bin');
      expect(large.equals(await readFile(path.join(session.folder, 'back/large.bin')))).toBe(true);
      expect(await readOutput('back/empty.bin')).toBe('');
    });
  });

  describe('secrets', () => {
    it('are added, listed without value, refused twice, overwritten and deleted', async () => {
      await writeFile(path.join(session.folder, 'key.pem'), 'a private key');
      await session.ok('secrets-add', '--env', 'VONAME=atlas', '--file', 'key.pem');
      const list = await session.ok('secrets-list');
      expect(list).toMatch(/VONAME\s+env/);
      expect(list).toMatch(/key\.pem\s+file/);
      expect(list).not.toContain('atlas');
      const twice = await session.reana('secrets-add', '--env', 'VONAME=cms');
      expect(twice.exitCode).toBe(1);
      expect(twice.stderr).toContain('already exists');
      await session.ok('secrets-add', '--overwrite', '--env', 'VONAME=cms');
      await session.ok('secrets-delete', 'VONAME', 'key.pem');
      expect(await session.ok('secrets-list')).not.toContain('VONAME');
      const gone = await session.reana('secrets-delete', 'VONAME');
      expect(gone.exitCode).toBe(1);
      expect(gone.stderr).toContain('VONAME do not exist');
    });
  });

  describe('a run', () => {
    it('is stopped with everything it started', async () => {
      await session.ok('create', '-n', 'slow', '-f', 'slow.yaml');
      await session.ok('start', '-w', 'slow');
      await session.waitFor('slow', 'running');
      await expect.poll(() => fileNamesOf('slow'), { timeout: 60_000 }).toContain('pid.txt');
      const processId = Number(await downloaded('slow', 'pid.txt'));
      expect(isAlive(processId)).toBe(true);
      if (cannotStop) {
        expect((await session.reana('stop', '-w', 'slow', '--force')).exitCode).toBe(1);
        await session.stop('slow');
      } else {
        const said = await session.ok('stop', '-w', 'slow', '--force');
        expect(said).toContain('slow has been stopped');
      }
      await expect.poll(() => isAlive(processId), { timeout: 60_000 }).toBe(false);
      expect(await session.waitFor('slow', 'stopped', 'failed', 'finished')).toBe('stopped');
    });

    it('is restarted on its workspace, with other parameters', async () => {
      await session.ok('create', '-n', 'again');
      await session.ok('upload', '-w', 'again');
      await session.ok('start', '-w', 'again');
      await session.waitFor('again', 'finished');
      await session.ok('restart', '-w', 'again', '-p', 'greeting=Welcome back');
      await session.waitFor('again.1.1', 'finished');
      expect(await downloaded('again.1.1', 'results/greetings.txt')).toContain(
        'Welcome back, Lise!',
      );
      expect(
        parseRows(await session.ok('list', '--json', '-w', 'again'))
          .map((row) => row.run_number)
          .sort(),
      ).toEqual(['1', '1.1']);
    });

    it('is restarted with another specification', async () => {
      await session.ok('restart', '-w', 'again', '-f', 'failing.yaml');
      await session.waitFor('again.1.2', 'failed');
      expect(await session.ok('logs', '-w', 'again.1.2')).toContain('it went wrong');
    });

    it('is pruned down to its inputs and outputs', async () => {
      await session.ok('prune', '-w', 'again.1.1');
      expect(await fileNamesOf('again.1.1')).toEqual(
        expect.arrayContaining(['data/names.txt', 'results/greetings.txt']),
      );
      expect(await fileNamesOf('again.1.1')).not.toContain('scratch.txt');
    });

    it('is deleted with its workspace', async () => {
      await session.ok('create', '-n', 'short-lived');
      expect(await session.ok('delete', '-w', 'short-lived', '--include-workspace')).toContain(
        'has been deleted',
      );
      expect(await session.ok('list', '-w', 'short-lived')).not.toContain('short-lived');
      expect(await session.ok('list', '-w', 'short-lived', '--all')).toContain('deleted');
      expect((await session.reana('ls', '-w', 'short-lived')).exitCode).toBe(1);
    });

    it('is created, uploaded, started and followed to its end by one command', async () => {
      const output = await session.ok('run', '-w', 'followed', '--follow');
      expect(output).toContain('followed.1 has finished');
      expect(output).toContain('/workspace/results/greetings.txt');
    });

    it('that fails is told by the exit code', async () => {
      const result = await session.reana('run', '-w', 'failing', '-f', 'failing.yaml', '--follow');
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('failing.1 has failed');
    });
  });

  if (!withoutFiles) {
    describe('a workflow that a file describes', () => {
      it.each([
        ['yadage', ['workflow.yaml'], 'count/count.txt'],
        ['cwl', ['count.cwl'], 'outputs/count.txt'],
        ['snakemake', ['Snakefile', 'config.yaml'], 'counted/count.txt'],
      ])('runs: %s', async (type, sources, output) => {
        await session.ok('create', '-n', type, '-f', `${type}.yaml`);
        await session.ok('upload', '-w', type, ...sources, 'data/names.txt');
        await session.ok('start', '-w', type);
        await session.waitFor(type, 'finished');
        expect((await downloaded(type, output)).trim()).toBe('3');
      });
    });
  }

  // Last: what was recorded by all tests above.
  describe('the API description', () => {
    it('covers every request that was made, and nothing in an answer contradicts it', () => {
      const problems = session.proxy.requestProblems();
      expect(problems.filter((problem) => habit?.test(problem) !== true)).toEqual([]);
      const answers = session.proxy.responseProblems();
      // The description does not know that the server looks at the order to stop.
      const isRefusal = (problem: string) => problem.includes('status?status=stop → 422');
      expect(answers.filter((problem) => !(cannotStop && isRefusal(problem)))).toEqual([]);
    });

    it('was put to the test', () => {
      expect(session.proxy.operations()).toEqual(
        expect.arrayContaining([
          'add_secrets',
          'create_workflow',
          'delete_file',
          'delete_secrets',
          'download_file',
          'get_files',
          'get_secrets',
          'get_workflow_diff',
          'get_workflow_disk_usage',
          'get_workflow_logs',
          'get_workflow_parameters',
          'get_workflow_retention_rules',
          'get_workflow_specification',
          'get_workflow_status',
          'get_workflows',
          'get_you',
          'info',
          'move_files',
          'prune_workspace',
          'set_workflow_status',
          'start_workflow',
          'upload_file',
        ]),
      );
    });
  });

  function fileNames(...args: string[]): Promise<string[]> {
    return fileNamesOf(greeted, ...args);
  }

  async function fileNamesOf(run: string, ...args: string[]): Promise<string[]> {
    const rows = parseRows(await session.ok('ls', '-w', run, '--json', ...args));
    return rows.map((row) => row.name ?? '').sort();
  }

  function downloaded(run: string, file: string): Promise<string> {
    return session.ok('download', '-w', run, '-o', '-', file);
  }

  function readOutput(file: string): Promise<string> {
    return readFile(path.join(session.folder, file), 'utf8');
  }
}

function parseRows(json: string): Record<string, string>[] {
  return JSON.parse(json) as Record<string, string>[];
}

async function zipMembers(file: string): Promise<string[]> {
  const script = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';
  const { stdout } = await createShell()`python3 -c ${script} ${file}`;
  return stdout
    .split('\n')
    .filter((name) => name !== '' && !name.endsWith('/'))
    .sort();
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
