import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../../../src/local/executor/executor.ts';
import { yadageEngine } from '../../../../src/local/engine/yadage/yadage-engine.ts';
import { failed, finished, runEngine, type EngineInput, type EngineRun } from '../engine-run.ts';

const image = '{environment_type: docker-encapsulated, image: busybox, imagetag: "1"}';

/** One stage; `task` is the step's process in short. */
function stage(name: string, after: string, parameters: string, cmd: string, more = ''): string {
  const publisher = '{publisher_type: interpolated-pub, publish: {out: "{workdir}/out"}}';
  return `
- name: ${name}
  dependencies: ${after}
  scheduler:
    scheduler_type: ${more === '' ? 'singlestep' : 'multistep'}-stage
    ${more}
    parameters: ${parameters}
    step:
      process: {process_type: string-interpolated-cmd, cmd: '${cmd}'}
      publisher: ${publisher}
      environment: ${image}`;
}

function run(workflow: string, input: Partial<EngineInput> = {}): Promise<EngineRun> {
  return runEngine(yadageEngine, {
    specification: { workflow: { type: 'yadage', file: 'workflow.yml' } },
    parameters: { n: 1 },
    ...input,
    files: { 'workflow.yml': `stages:${workflow}\n`, ...input.files },
  });
}

function succeed(): Promise<JobOutcome> {
  return Promise.resolve(finished);
}

function messageOf({ error }: EngineRun): string {
  return (error as Error).message;
}

describe('the yadage engine', () => {
  it('runs steps in the order of their data, in folders of their own', async () => {
    const { result, jobs, totals, workspace, log } = await run(
      [
        stage(
          'make',
          '[init]',
          '{n: [1, 2, 3], out: "{workdir}/out"}',
          'echo {n} > {out}',
          'scatter: {method: zip, parameters: [n]}',
        ),
        stage(
          'sum',
          '[make]',
          '{all: {stages: make, output: out}, out: "{workdir}/out"}',
          'cat {all} > {out}',
        ),
      ].join(''),
    );
    expect(result).toEqual({ status: 'finished' });
    expect(jobs.map((job) => job.name)).toEqual(['make_0', 'make_1', 'make_2', 'sum']);
    expect(jobs[0]).toEqual({
      name: 'make_0',
      image: 'busybox:1',
      command: `echo 1 > ${workspace}/make_0/out`,
      prettyCommand: `echo 1 > ${workspace}/make_0/out`,
      hints: { kerberos: false },
    });
    expect(await readFile(path.join(workspace, 'sum/out'), 'utf8')).toBe('1\n2\n3\n');
    expect(totals.at(-1)).toBe(4);
    expect(log).toEqual([]);
  });

  it('pipes a script into its interpreter', async () => {
    const { jobs, workspace } = await run(`
- name: a
  dependencies: []
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {out: '{workdir}/o'}
    step:
      process: {process_type: interpolated-script-cmd, interpreter: bash, script: "x='é'\\necho \\"$x\\" > {out}\\n"}
      publisher: {publisher_type: constant-pub, publish: {a: 1}}
      environment: ${image}`);
    expect(jobs[0]?.command).toMatch(/^echo [A-Za-z0-9+/=]+\|base64 -d\|bash$/);
    expect(jobs[0]?.prettyCommand).toBe(`x='é'\necho "$x" > ${workspace}/a/o\n`);
    expect(await readFile(path.join(workspace, 'a/o'), 'utf8')).toBe('é\n');
  });

  it('starts a stage that only names another one, without using its output, at once', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { jobs } = await run(
      stage('a', '[init]', '{x: 1}', 'true') + stage('b', '[a]', '{x: 1}', 'true'),
      {
        submit: async (job) => {
          if (job.name === 'b') release();
          await gate;
          return finished;
        },
      },
    );
    expect(jobs.map((job) => job.name)).toEqual(['a', 'b']);
  });

  it('goes on beside a step that failed, and fails at the end', async () => {
    const { result, jobs, log } = await run(
      [
        stage('bad', '[init]', '{x: 1}', 'false'),
        stage('after', '[bad]', '{x: {step: bad, output: out}}', 'true'),
        stage('beside', '[init]', '{x: 1}', 'true'),
      ].join(''),
      { submit: (job) => Promise.resolve(job.name === 'bad' ? failed : finished) },
    );
    expect(result).toEqual({ status: 'failed' });
    expect(jobs.map((job) => job.name)).toEqual(['bad', 'beside']);
    expect(log).toEqual([
      'Step bad failed.',
      'Step after was not run, since one that it needs failed.',
    ]);
  });

  it('finishes with stages that never ran, and says loudly which ones and why', async () => {
    const empty = 'scatter: {method: zip, parameters: [l]}';
    const odd = 'scatter: {method: all, parameters: [l]}';
    const { result, log } = await run(
      [
        stage('typo', '[inti]', '{x: 1}', 'true'),
        stage('left', '[right]', '{x: 1}', 'true'),
        stage('right', '[left]', '{x: 1}', 'true'),
        stage('none', '[init]', '{l: []}', 'true', empty),
        stage('odd', '[init]', '{l: [1]}', 'true', odd),
        stage('waits', '[none]', '{x: 1}', 'true'),
      ].join(''),
      { submit: succeed },
    );
    expect(result).toEqual({ status: 'finished' });
    expect(log).toEqual([
      'Stage /none made no steps: the list that it scatters over is empty.',
      'Stage /odd made no steps: scatter knows no method all, only zip and cartesian.',
      'Stage /typo NEVER RAN: it waits for inti, and there is no such stage.',
      'Stage /left NEVER RAN: it waits for right, which never ran itself.',
      'Stage /right NEVER RAN: it waits for left, which never ran itself.',
      'Stage /waits NEVER RAN: it waits for none, which made no steps.',
    ]);
  });

  it('never runs stages that depend on init when there are no parameters', async () => {
    const { result, jobs, log } = await run(stage('a', '[init]', '{x: 1}', 'true'), {
      parameters: {},
    });
    expect(result).toEqual({ status: 'finished' });
    expect(jobs).toEqual([]);
    expect(log).toEqual([
      'Stage /a NEVER RAN: it waits for init, but the workflow has no parameters.',
    ]);
  });

  it.each([
    ["KeyError: 'workdir'", stage('a', '[init]', '{x: 1}', 'echo {workdir}')],
    ["KeyError: 'print $2'", stage('a', '[init]', '{x: 1}', 'awk {print $2}')],
    ['AssertionError', stage('a', '[]', '{x: {step: init, output: n}}', 'true')],
    [
      "KeyError: 'image'",
      stage('a', '[]', '{x: 1}', 'true').replace(image, '{environment_type: localproc-env}'),
    ],
    [
      "TypeError: 'NoneType' object is not subscriptable",
      stage('a', '[]', '{x: 1}', 'true').replace(image, 'null'),
    ],
    [
      "PermissionError: [Errno 13] Permission denied: '/evil'",
      stage('../../../../../../../../evil', '[]', '{x: 1}', 'true'),
    ],
    [
      'The job is refused: the "kubernetes_memory_limit" provided 4 has wrong format',
      stage('a', '[]', '{x: 1}', 'true').replace(
        'imagetag: "1"',
        'resources: [{kubernetes_memory_limit: 4}]',
      ),
    ],
  ])('dies of %s before it submits a job', async (message, workflow) => {
    const result = await run(workflow, { submit: succeed });
    expect(messageOf(result)).toBe(message);
    expect(result.jobs).toEqual([]);
  });

  it('fills in {workdir} once more before it publishes, as REANA does', async () => {
    const result = await run(stage('a', '[]', '{x: "{{y}}"}', 'echo {x}'), { submit: succeed });
    expect(result.jobs[0]?.command).toBe('echo {y}');
    expect(messageOf(result)).toBe("KeyError: 'y'");
  });

  it('takes the hints of the environment, the later ones first, and tells what it ignores', async () => {
    const resources =
      'resources: [CVMFS, {kubernetes_uid: 500}, {kubernetes_uid: 501, kubernetes_memory_limit: 2Gi, foo: 1}, {voms_proxy: null}]';
    const { jobs, log } = await run(
      stage('a', '[]', '{x: 1}', 'true').replace('imagetag: "1"', resources),
      {
        specification: {
          workflow: { type: 'yadage', file: 'workflow.yml', resources: { kerberos: true } },
        },
      },
    );
    expect(jobs[0]?.image).toBe('busybox:latest');
    expect(jobs[0]?.hints).toEqual({
      kubernetesUid: 501,
      memoryLimit: 2 * 2 ** 30,
      kerberos: true,
    });
    expect(log[0]).toContain('"CVMFS" value is not formatted in such a way and will be ignored');
  });

  it('makes paths of the parameters that name files of the workspace', async () => {
    const { jobs, workspace } = await run(
      stage(
        'a',
        '[init]',
        '{f: {step: init, output: f}, g: {step: init, output: g}, m: {step: init, output: m}, e: {step: init, output: extra}}',
        'cat {f} {g} {m} {e}',
      ),
      {
        files: { 'data/a.txt': 'a', 'data/b.txt': 'b', 'more.yml': 'extra: 010\nf: overlaid\n' },
        parameters: { f: 'data/a.txt', g: '**/*.txt', m: 'missing' },
        options: { initfiles: ['more.yml'] },
        submit: succeed,
      },
    );
    const [a, b] = [`${workspace}/data/a.txt`, `${workspace}/data/b.txt`];
    expect(jobs[0]?.command).toBe(`cat ${a} ${a} ${b} missing 8`);
  });

  it("looks for parameters' files in initdir", async () => {
    const { jobs, workspace } = await run(
      stage('a', '[init]', '{f: {step: init, output: f}}', 'cat {f}'),
      {
        files: { 'data/a.txt': 'a' },
        parameters: { f: 'a.txt' },
        options: { initdir: 'data' },
        submit: succeed,
      },
    );
    expect(jobs[0]?.command).toBe(`cat ${workspace}/data/a.txt`);
  });

  it('runs a workflow that stands in the specification itself', async () => {
    const { result } = await runEngine(yadageEngine, {
      specification: { workflow: { type: 'yadage', specification: { stages: [] } } },
    });
    expect(result).toEqual({ status: 'finished' });
  });

  it('refuses to start where notes of an earlier run are, unless it is told to accept them', async () => {
    const workflow = stage('a', '[]', '{x: 1}', 'true');
    const files = { '_yadage/old': '' };
    expect(messageOf(await run(workflow, { files }))).toMatch(
      /^RuntimeError: yadage meta directory .*_yadage\/ exists/,
    );
    const accepted = await run(workflow, { files, options: { accept_metadir: true } });
    expect(accepted.result).toEqual({ status: 'finished' });
  });

  it('fetches no workflow from elsewhere, and reads none outside of the workspace', async () => {
    const workflow = stage('a', '[]', '{x: 1}', 'true');
    const remote = await run(workflow, { options: { toplevel: 'github:owner/repo' } });
    expect(messageOf(remote)).toContain('to be fetched from github:owner/repo');
    const outside = await run(workflow, { options: { initdir: '../..' } });
    expect(messageOf(outside)).toBe('../.. lies outside of the workspace');
    const file = await run(workflow, { parameters: {}, options: { initfiles: ['/etc/hostname'] } });
    expect(messageOf(file)).toBe('/etc/hostname lies outside of the workspace');
  });

  it('tells in its log where the mistakes of a workflow are', async () => {
    const { error, log } = await run(' [{name: a}]');
    expect((error as Error).message).toBe("ValidationError: 'scheduler' is a required property");
    expect(log).toEqual(['workflow.yml:1:10: the stage needs scheduler']);
  });

  it('submits nothing more once it is stopped', async () => {
    const abort = new AbortController();
    const { result, jobs } = await run(
      stage('a', '[]', '{x: 1}', 'true') + stage('b', '[a]', '{x: {step: a, output: out}}', 'true'),
      {
        signal: abort.signal,
        submit: () => {
          abort.abort();
          return Promise.resolve({ status: 'stopped', exitCode: null, reason: 'Stopped' });
        },
      },
    );
    expect(result).toEqual({ status: 'stopped' });
    expect(jobs.map((job) => job.name)).toEqual(['a']);
  });

  it('publishes what it finds after a step has run', async () => {
    const files = '{publisher_type: fromglob-pub, globexpression: "*.root", outputkey: files}';
    const maker = stage('a', '[]', '{o: "{workdir}"}', 'touch {o}/x.root {o}/y.root').replace(
      /\{publisher_type.*\}\}/,
      files,
    );
    const { jobs, workspace } = await run(
      maker + stage('b', '[a]', '{f: {step: a, output: files}}', 'ls {f}'),
    );
    expect(jobs[1]?.command).toBe(`ls ${workspace}/a/x.root ${workspace}/a/y.root`);
  });

  it('loads the jq engine for a stage that needs it', async () => {
    const { jobs, result, workspace } = await run(
      `
- name: fan
  dependencies: [init]
  scheduler:
    scheduler_type: jq-stage
    bindings: {l: {$wflowref: ['.init[]', '.l[]']}}
    stepscript: '[.l[0][] | {x: .}]'
    postscript: '. + {out: "{workdir}/out"}'
    step:
      process: {process_type: string-interpolated-cmd, cmd: 'echo {x} > {out}'}
      publisher: {publisher_type: constant-pub, publish: {a: 1}}
      environment: ${image}`,
      { parameters: { l: [5, 2.5] }, submit: succeed },
    );
    expect(result).toEqual({ status: 'finished' });
    expect(jobs.map((job) => job.command)).toEqual([
      `echo 5 > ${workspace}/fan_0/out`,
      `echo 2.5 > ${workspace}/fan_1/out`,
    ]);
  });
});
