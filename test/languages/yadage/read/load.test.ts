import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatFinding } from '../../../../src/base/error.ts';
import { loadYadageWorkflow, YadageLoadError } from '../../../../src/languages/yadage/read/load.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'yadage-load-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

async function failure(file = 'workflow.yml'): Promise<YadageLoadError> {
  const error: unknown = await loadYadageWorkflow({ toplevel: folder, workflow: file }).catch(
    (caught: unknown) => caught,
  );
  if (error instanceof YadageLoadError) return error;
  throw new Error(`loaded, or failed otherwise: ${String(error)}`);
}

const steps = `
make:
  process: {process_type: interpolated-script-cmd, script: 'echo {x}'}
  publisher: {publisher_type: interpolated-pub, publish: {out: '{workdir}/o'}}
  environment: {environment_type: docker-encapsulated, image: busybox}
`;

describe('loading a yadage workflow', () => {
  it('spells out short forms, fills in defaults and knows where everything was written', async () => {
    await write({
      'specs/workflow.yml': `
stages:
- name: first
  dependencies: [init]
  scheduler:
    scheduler_type: singlestep-stage
    parameters:
      x: {step: init, output: n}
    step: {$ref: 'specs/steps.yml#/make'}
`,
      'specs/steps.yml': steps,
    });
    const workflow = await loadYadageWorkflow({ toplevel: folder, workflow: 'specs/workflow.yml' });
    expect(workflow.data).toEqual({
      stages: [
        {
          name: 'first',
          dependencies: { dependency_type: 'jsonpath_ready', expressions: ['init'] },
          scheduler: {
            scheduler_type: 'singlestep-stage',
            parameters: [
              {
                key: 'x',
                value: { step: 'init', output: 'n', expression_type: 'stage-output-selector' },
              },
            ],
            step: {
              process: {
                process_type: 'interpolated-script-cmd',
                script: 'echo {x}',
                interpreter: 'sh',
              },
              publisher: {
                publisher_type: 'interpolated-pub',
                publish: { out: '{workdir}/o' },
                glob: false,
                relative_paths: false,
              },
              environment: {
                environment_type: 'docker-encapsulated',
                image: 'busybox',
                imagetag: 'latest',
                resources: [],
                envscript: '',
                env: {},
                workdir: null,
                par_mounts: [],
              },
            },
          },
        },
      ],
    });
    const scheduler = ['stages', 0, 'scheduler'];
    expect(workflow.keyPosition([...scheduler, 'parameters', 0, 'value'])).toMatchObject({
      file: 'specs/workflow.yml',
      line: 8,
    });
    expect(workflow.position([...scheduler, 'step', 'process', 'script'])).toEqual({
      file: 'specs/steps.yml',
      line: 3,
      column: 60,
    });
    expect(workflow.documents.map((document) => document.file)).toEqual([
      'specs/workflow.yml',
      'specs/steps.yml',
    ]);
  });

  it('resolves the references of any other file relative to that file', async () => {
    await write({
      'workflow.yml': "stages: [{$ref: 'parts/a.yml#/stage'}]",
      'parts/a.yml': "stage: {name: a, dependencies: [], scheduler: {$ref: 'b.yml#/schedulers/0'}}",
      'parts/b.yml': `schedulers: [{scheduler_type: jq-stage, step: {$ref: '#/make'}}]\n${steps}`,
    });
    const workflow = await loadYadageWorkflow({ toplevel: folder, workflow: 'workflow.yml' });
    expect(workflow.stages[0]?.scheduler.step?.process?.script).toBe('echo {x}');
    expect(workflow.stages[0]?.scheduler.postscript).toBeUndefined();
  });

  it('says of a reference that leads nowhere what it is relative to', async () => {
    await write({
      'specs/workflow.yml': "stages:\n- {$ref: 'steps.yml#/make'}\n",
      'specs/steps.yml': steps,
    });
    const error = await failure('specs/workflow.yml');
    expect(error.type).toBe('JsonRefError');
    expect(error.text).toMatch(
      /^Error while resolving `file:.*\/steps\.yml#\/make`: RuntimeError: $/,
    );
    expect(error.findings.map(formatFinding)).toEqual([
      'specs/workflow.yml:2:10: $ref steps.yml#/make leads nowhere: there is no file steps.yml',
    ]);
    expect(error.findings[0]?.hint).toContain('folder of reana.yaml');
  });

  it('reads nothing outside of the analysis', async () => {
    await write({
      'a/workflow.yml': "stages: [{$ref: '../secret.yml'}, {$ref: 'link.yml'}]",
      'secret.yml': 'x: 1',
    });
    await symlink(path.join(folder, 'secret.yml'), path.join(folder, 'a/link.yml'));
    folder = path.join(folder, 'a');
    const { findings } = await failure();
    expect(findings.map((finding) => finding.message)).toEqual([
      '$ref ../secret.yml leads nowhere: ../secret.yml lies outside of the analysis',
      '$ref link.yml leads nowhere: link.yml is a link to a place outside of the analysis',
    ]);
    folder = path.dirname(folder);
  });

  it('fetches nothing from the network', async () => {
    await write({ 'workflow.yml': "stages: [{$ref: 'https://example.org/x.yml'}]" });
    const { findings } = await failure();
    expect(findings[0]?.message).toContain('https://example.org/x.yml is not on this machine');
  });

  it('ends at a reference that leads back to itself', async () => {
    await write({ 'workflow.yml': "stages: [{$ref: '#/stages/0'}]" });
    expect((await failure()).text).toContain('Reference refers directly to itself.');
    await write({
      'workflow.yml':
        "stages: [{name: a, dependencies: [], scheduler: {scheduler_type: jq-stage, workflow: {$ref: '#'}}}]",
    });
    expect((await failure()).type).toBe('RecursionError');
  });

  it('tells all mistakes at once, each where it was made', async () => {
    await write({
      'workflow.yml': `
stages:
- name: a
  scheduler: {scheduler_type: singlestep-stage}
  parameters: {x: 1}
- name: b
  dependencies: {expressions: [a]}
  scheduler:
    scheduler_type: multistep-stage
    parameters: {x: true}
    scatters: {}
    step:
      process: null
      publisher: {publisher_type: constant-pub}
      environment: {environment_type: docker-encapsulated, image: x, imagetag: 1.0}
- {name: c, scheduler: {scheduler_type: foo}}
`,
    });
    const error = await failure();
    expect(error.message).toBe("KeyError: 'parameters'");
    expect(error.findings.map(formatFinding)).toEqual([
      'workflow.yml:4:14: the scheduler has no parameters',
      'workflow.yml:5:3: the stage knows no parameters',
      'workflow.yml:4:14: the scheduler needs exactly one of workflow, step, cases',
      'workflow.yml:7:17: the dependencies: dependency_type is missing; it has to be one of: jsonpath_ready, expressions_fulfilled',
      'workflow.yml:11:5: the scheduler knows no scatters',
      'workflow.yml:10:21: x is true, and has to be one of: text, a list, a number, a mapping',
      'workflow.yml:14:18: the publisher needs publish',
      'workflow.yml:15:80: imagetag has to be text, and is 1.0',
      'workflow.yml:16:41: scheduler_type is "foo", and has to be one of: singlestep-stage, multistep-stage, jq-stage',
    ]);
  });

  it('says where a file behind a $ref is no YAML, and why', async () => {
    await write({
      'workflow.yml': "stages: [{ $ref: 'steps.yml#/first' }]\n",
      'steps.yml': 'first: {a: 1}\nbad: [1, 2\n',
    });
    const [finding] = (await failure()).findings;
    expect(finding && formatFinding(finding)).toMatch(
      /^workflow\.yml:1:18: \$ref steps\.yml#\/first leads nowhere: steps\.yml cannot be read at 3:1: .*flow/i,
    );
  });

  it('says that a file is missing or no YAML', async () => {
    const missing = await failure();
    expect([missing.type, missing.text]).toEqual(['RuntimeError', '']);
    expect(missing.findings.map(formatFinding)).toEqual([
      'workflow.yml: there is no file workflow.yml',
    ]);
    await write({ 'workflow.yml': 'stages: [' });
    expect((await failure()).findings.length).toBeGreaterThan(1);
  });
});
