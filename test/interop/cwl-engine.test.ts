import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { createShell } from '../../src/base/shell.ts';
import { cwlEngine } from '../../src/local/engine/cwl.ts';
import { createDockerExecutor } from '../../src/local/executor/docker.ts';
import { createProcessExecutor } from '../../src/local/executor/process.ts';
import { baseImage, requireDockerEngine } from './docker-engine.ts';
import { recordingContext, type Recording } from './engine-context.ts';
import { requirePeer } from './peers.ts';

const programs = await requirePeer('cwltool');
const engine = await requireDockerEngine();
const docker = 'docker' in engine ? engine.docker : undefined;
const processes = createProcessExecutor({ environment: process.env });

const workflow = `
cwlVersion: v1.0
class: Workflow
requirements: {ScatterFeatureRequirement: {}}
inputs: {names: File, greetings: 'string[]'}
outputs:
  counts: {type: File, outputSource: count/counted}
steps:
  greet:
    run: greet.cwl
    hints: {reana: {kubernetes_memory_limit: 256Mi, kubernetes_uid: 501}}
    scatter: greeting
    in: {names: names, greeting: greetings}
    out: [greeted]
  count:
    run: count.cwl
    in: {files: greet/greeted}
    out: [counted]
$namespaces: {reana: http://reana.io}
`;

/** Prints into a file, reads standard input. */
const greet = `
cwlVersion: v1.0
class: CommandLineTool
hints: {DockerRequirement: {dockerPull: 'docker.io/library/debian:12-slim'}}
baseCommand: sed
inputs:
  names: File
  greeting: string
arguments: ['s/^/$(inputs.greeting), /']
stdin: $(inputs.names.path)
stdout: greetings.txt
outputs: {greeted: stdout}
`;

/** A shell pipeline, with its image as a requirement and the environment in use. */
const count = `
cwlVersion: v1.0
class: CommandLineTool
requirements:
  DockerRequirement: {dockerPull: 'docker.io/library/debian:12'}
  ShellCommandRequirement: {}
  EnvVarRequirement: {envDef: {LABEL: lines of greeting}}
baseCommand: cat
inputs: {files: {type: 'File[]', inputBinding: {position: 1}}}
arguments:
  - {position: 2, shellQuote: false, valueFrom: "| wc -l > counts.txt; echo $LABEL >> counts.txt; echo done"}
outputs: {counted: {type: File, outputBinding: {glob: counts.txt}}}
`;

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'cwl-'));
  await mkdir(path.join(workspace, 'data'));
  await writeFile(path.join(workspace, 'data/names.txt'), 'Marie\nAbdus\n');
  await writeFile(path.join(workspace, 'workflow.cwl'), workflow);
  await writeFile(path.join(workspace, 'greet.cwl'), greet);
  await writeFile(path.join(workspace, 'count.cwl'), count);
});
afterEach(async () => {
  await rm(workspace, { recursive: true });
});

describe('the CWL engine', () => {
  it('runs each tool as a job in its image, and leaves outputs only', async () => {
    const before = await readdir(workspace);
    const recording = record({ specification: await pack() });
    expect(await run(recording)).toBe('finished');
    expect(await readFile(path.join(workspace, 'outputs/counts.txt'), 'utf8')).toBe(
      '4\nlines of greeting\n',
    );
    expect((await readdir(workspace)).sort()).toEqual([...before, 'outputs'].sort());
    expect(recording.totals).toEqual([2]);
    expect(recording.jobs.map(({ name, image }) => ({ name, image }))).toEqual([
      { name: 'greet', image: 'docker.io/library/debian:12-slim' },
      { name: 'greet', image: 'docker.io/library/debian:12-slim' },
      { name: 'count', image: 'docker.io/library/debian:12' },
    ]);
    expect(recording.jobs[0]?.hints).toEqual({ memoryLimit: 256 * 2 ** 20, kubernetesUid: 501 });
    expect(recording.jobs.map(({ prettyCommand }) => prettyCommand)).toContain(
      `sed 's/^/Hello, /'`,
    );
    expect(recording.jobs[2]?.log).toContain('done\n');
  });

  it('packs the workflow file of the workspace when nothing packed was sent', async () => {
    expect(await run(record({ file: 'workflow.cwl' }))).toBe('finished');
  });

  it('fails with a tool that fails', async () => {
    await writeFile(path.join(workspace, 'greet.cwl'), greet.replace('sed', 'grep'));
    const recording = record({ specification: await pack() });
    expect(await run(recording)).toBe('failed');
    expect(recording.jobs.map(({ name }) => name)).not.toContain('count');
  });

  it('fails with the reason when REANA would refuse a job', async () => {
    const refused = workflow.replace(
      'kubernetes_memory_limit: 256Mi',
      'kubernetes_memory_limit: 1GB',
    );
    await writeFile(path.join(workspace, 'workflow.cwl'), refused);
    const recording = record({ specification: await pack() });
    expect(await run(recording)).toBe('failed');
    expect(recording.log.join('\n')).toContain('"kubernetes_memory_limit" provided 1GB');
    expect(recording.jobs).toEqual([]);
  });

  it.skipIf(docker === undefined)(
    'runs tools in containers, as the user of their hints',
    async () => {
      const who = 'id -u >> counts.txt; echo done';
      await writeFile(path.join(workspace, 'count.cwl'), count.replace('echo done', who));
      const specification = JSON.parse(
        JSON.stringify(await pack()).replace(/docker.io\/library\/debian:12[-a-z]*/g, baseImage),
      ) as JsonObject;
      const recording = record({ specification }, docker && createDockerExecutor({ docker }));
      expect(await run(recording), recording.log.join('\n')).toBe('finished');
      expect(await readFile(path.join(workspace, 'outputs/counts.txt'), 'utf8')).toBe(
        '4\nlines of greeting\n1000\n',
      );
    },
  );

  it('says how to install cwltool where it is missing', async () => {
    const { context, log } = record({ specification: await pack() });
    const result = await cwlEngine({ ...context, environment: { PATH: '/usr/bin:/bin' } });
    expect(result).toEqual({ status: 'failed' });
    expect(log.at(-1)).toContain('pip install cwltool');
  });
});

function record(fields: JsonObject, executor = processes): Recording {
  return recordingContext({
    workspace,
    programs,
    specification: { workflow: { type: 'cwl', ...fields } },
    parameters: {
      names: { class: 'File', location: 'data/names.txt' },
      greetings: ['Hello', 'Welcome'],
    },
    executor,
  });
}

async function run(recording: Recording): Promise<string> {
  const { status } = await cwlEngine(recording.context);
  if (status === 'failed') recording.log.push(...recording.jobs.map((job) => job.log));
  return status;
}

/** Packs the workflow as reana-client does before it sends it. */
async function pack(): Promise<JsonObject> {
  const shell = createShell({ cwd: workspace });
  const { stdout } = await shell`${path.join(programs, 'cwltool')} --pack --quiet workflow.cwl`;
  return JSON.parse(stdout) as JsonObject;
}
