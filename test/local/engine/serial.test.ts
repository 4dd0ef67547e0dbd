import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { serialEngine } from '../../../src/local/engine/serial.ts';
import { failed, finished, runEngine } from './engine-run.ts';

function serial(steps: Json, resources: JsonObject = {}): JsonObject {
  return { workflow: { type: 'serial', specification: { steps }, resources } };
}

const threeSteps = ['One', 'two', 'three'].map((name) => ({
  name,
  environment: 'busybox:1',
  commands: [`echo ${name} >> names`],
}));

describe('the serial engine', () => {
  it('runs every command as a job of its own, one after the other, in the workspace', async () => {
    const run = await runEngine(serialEngine, {
      specification: serial([
        {
          environment: 'busybox:1',
          commands: ['mkdir data; cd data', 'echo ${n} $$HOME > out', 'pwd >> out'],
        },
        { name: 'last', environment: 'python:3', commands: ['cat out > copy'] },
      ]),
      parameters: { n: 3 },
    });
    expect(run.result).toEqual({ status: 'finished' });
    expect(run.totals).toEqual([4]);
    expect(run.jobs.map(({ name, image, prettyCommand }) => [name, image, prettyCommand])).toEqual([
      ['', 'busybox:1', 'mkdir data; cd data'],
      ['', 'busybox:1', 'echo 3 $HOME > out'],
      ['', 'busybox:1', 'pwd >> out'],
      ['last', 'python:3', 'cat out > copy'],
    ]);
    expect(run.jobs[3]?.command).toBe(`cd ${run.workspace} && cat out > copy`);
    expect(await readFile(path.join(run.workspace, 'copy'), 'utf8')).toContain(run.workspace);
  });

  it.each([
    ['a command of the last step', [['ls -l', 'echo 42 > made.txt', 'ls -l']], ['ls -l']],
    ['an equal step', [['date'], ['ls'], ['date']], ['date']],
    ['the same command of another step', [['date'], ['ls', 'date']], ['date', 'ls', 'date']],
    ['a command once parameters are in', [['echo ${n}', 'ls', 'echo 3']], ['echo 3']],
  ])('takes for the last one %s, as REANA does', async (_what, commands, expected) => {
    const run = await runEngine(serialEngine, {
      specification: serial(commands.map((list) => ({ environment: 'busybox:1', commands: list }))),
      parameters: { n: 3 },
      submit: () => Promise.resolve(finished),
    });
    expect(run.result).toEqual({ status: 'finished' });
    expect(run.totals).toEqual([commands.flat().length]);
    expect(run.jobs.map(({ prettyCommand }) => prettyCommand)).toEqual(expected);
  });

  it('stops at the first job that fails', async () => {
    const run = await runEngine(serialEngine, {
      specification: serial(threeSteps),
      submit: (job) => Promise.resolve(job.name === 'two' ? failed : finished),
    });
    expect(run.result).toEqual({ status: 'failed' });
    expect(run.jobs.map((job) => job.name)).toEqual(['One', 'two']);
  });

  it.each([
    [{ FROM: 'TWO' }, ['two', 'three']],
    [{ TARGET: 'two' }, ['One', 'two']],
    [{ FROM: 'two', TARGET: 'two' }, ['two']],
    [{ FROM: 'nowhere', TARGET: 'nowhere' }, ['One', 'two', 'three']],
    [{ CACHE: 'off' }, ['One', 'two', 'three']],
  ])('runs with %j the steps %j', async (options, names) => {
    const run = await runEngine(serialEngine, { specification: serial(threeSteps), options });
    expect(run.jobs.map((job) => job.name)).toEqual(names);
    expect(run.totals).toEqual([3]);
  });

  it('ends as stopped when it is stopped', async () => {
    const abort = new AbortController();
    const run = await runEngine(serialEngine, {
      specification: serial(threeSteps),
      signal: abort.signal,
      submit: () => {
        abort.abort();
        return Promise.resolve(finished);
      },
    });
    expect(run.result).toEqual({ status: 'stopped' });
    expect(run.jobs).toHaveLength(1);
  });

  it('hands on what a step needs, and takes kerberos from the whole workflow', async () => {
    const step = {
      environment: 'a',
      commands: ['true'],
      kubernetes_uid: 500,
      kubernetes_memory_limit: '1.5Gi',
      kubernetes_job_timeout: 60,
      voms_proxy: true,
      unknown: 1,
    };
    const run = await runEngine(serialEngine, {
      specification: serial([step], { kerberos: true }),
    });
    expect(run.jobs[0]?.hints).toEqual({
      kubernetesUid: 500,
      memoryLimit: 1.5 * 2 ** 30,
      timeout: 60,
      vomsProxy: true,
      kerberos: true,
    });
  });

  it.each([
    [
      [{ environment: 'a', commands: ['echo $(date)'] }],
      'ValueError: Invalid placeholder in string: line 1, col 6',
    ],
    [
      [{ environment: 'a', commands: ['echo $HOME'] }],
      "ValidationError: Workflow parameter(s) could not be expanded. Please take a look to 'HOME'",
    ],
    [
      [{ environment: 'a' }],
      "ValidationError: Workflow parameter(s) could not be expanded. Please take a look to 'commands'",
    ],
    [
      [{ environment: 'a', commands: [5] }],
      "TypeError: expected string or bytes-like object, got 'int'",
    ],
    [[{ environment: 'a', commands: [] }], 'ValidationError: [] is too short'],
    [[], 'ValidationError: [] is too short'],
    [[{ commands: ['true'] }], "KeyError: 'environment'"],
    [[{ environment: 5, commands: ['true'] }], "ValidationError: 5 is not of type 'string'"],
    [
      [{ environment: 'a', commands: ['true'], compute_backend: 'foo' }],
      "ValidationError: 'foo' is not one of ['kubernetes', 'htcondorcern', 'slurmcern', 'compute4punch']",
    ],
    [
      [{ environment: 'a', commands: ['true'], kubernetes_memory_limit: '4GB' }],
      'The job is refused: the "kubernetes_memory_limit" provided 4GB has wrong format',
    ],
    [
      [{ environment: 'a', commands: ['true'], kubernetes_cpu_limit: '2 cores' }],
      'The job is refused: the "kubernetes_cpu_limit" provided 2 cores has wrong format',
    ],
    [
      [{ environment: 'a', commands: ['true'], htcondor_max_runtime: 'expresso' }],
      'The job is refused: the "htcondor_max_runtime" provided expresso is neither seconds nor a job flavour',
    ],
    [
      [{ environment: 'a', commands: ['true'], kubernetes_uid: 10 }],
      'The job is refused: the "kubernetes_uid" provided 10 has to be a number from 100 up',
    ],
  ])('refuses %j', async (steps: Json, message) => {
    const run = await runEngine(serialEngine, { specification: serial(steps) });
    expect((run.error as Error).message).toBe(message);
    expect(run.jobs).toEqual([]);
  });

  it('passes over the hints that the engine of an old server does not read', async () => {
    const steps = [{ environment: 'a', commands: ['true'], kubernetes_cpu_limit: '2 cores' }];
    const run = await runEngine(serialEngine, { specification: serial(steps), generation: '0.9' });
    expect(run.result).toEqual({ status: 'finished' });
    expect(run.jobs).toHaveLength(1);
  });
});
