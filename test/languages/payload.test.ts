import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Shell, ShellResult } from '../../src/base/shell.ts';
import { createPayload } from '../../src/languages/payload.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf, serialWorkflow, specificationFrom } from '../specification/analysis.ts';

/** A shell in which every command ends in this way; remembers the commands. */
function shellThat(result: Partial<ShellResult>): Shell & { commands: string[] } {
  const commands: string[] = [];
  const shell: Shell = (pieces, ...values) => {
    commands.push(String.raw({ raw: pieces }, ...values));
    return Promise.resolve({ exitCode: 0, signal: null, stdout: '', stderr: '', ...result });
  };
  return Object.assign(shell, { commands });
}

const tools = { shell: shellThat({ exitCode: 1 }), temporaryDirectory: '/tmp' };

describe('the request that creates a run', () => {
  it('holds the specification with sorted keys and numbers as they are spelled', async () => {
    const text = `version: 0.9.0\ninputs:\n  parameters: {b: 30.0, a: 30, c: 1.0e+20}${serialWorkflow}`;
    const payload = await createPayload(specificationFrom(text), tools);
    expect(JSON.stringify(payload)).toBe(
      '{"inputs":{"parameters":{"a":30,"b":30.0,"c":1e+20}},"version":"0.9.0","workflow":{"specification":' +
        '{"steps":[{"commands":["python fit.py"],"environment":"docker.io/library/python:3.12","name":"fit"}]},' +
        '"type":"serial"}}',
    );
  });

  it('takes serial steps from a file of their own when that is JSON', async () => {
    const root = await temporaryFolder({
      'steps.json': '{"steps": [{"n": 1.0}]}',
      'steps.yml': 'steps: []',
    });
    const make = (file: string) =>
      createPayload(specificationFrom(`workflow: {type: serial, file: ${file}}`, root), tools);
    expect(JSON.stringify((await make('steps.json')).workflow)).toContain(
      '"specification":{"steps":[{"n":1.0}]}',
    );
    expect((await errorOf(() => make('steps.yml'))).message).toContain('steps.yml is not JSON');
    expect((await errorOf(() => make('gone.json'))).message).toBe('gone.json does not exist');
  });

  it('leaves a yadage workflow to its engine', async () => {
    const text = 'workflow: {type: yadage, file: flow.yml}\ninputs: {parameters: {input: a.yml}}';
    expect(await createPayload(specificationFrom(text), tools)).toEqual({
      inputs: { parameters: { input: 'a.yml' } },
      workflow: { type: 'yadage', file: 'flow.yml', specification: null },
    });
  });

  it('takes the parameters of a Snakemake workflow from its file', async () => {
    const root = await temporaryFolder({
      'config.yaml': 'sleep: 0.0\nnames: [a]\n',
      Snakefile: '',
    });
    const text =
      'workflow: {type: snakemake, file: Snakefile}\ninputs: {parameters: {input: config.yaml}}';
    expect(JSON.stringify(await createPayload(specificationFrom(text, root), tools))).toBe(
      '{"inputs":{"parameters":{"names":["a"],"sleep":0.0}},"workflow":{"file":"Snakefile",' +
        '"specification":{"job_dependencies":{},"steps":[]},"type":"snakemake"}}',
    );
  });

  it('tells the server of the rules in a Snakefile', async () => {
    const root = await temporaryFolder({
      Snakefile: `
rule all:
    input: "limit.json"

rule skim:
    output: "skimmed/{sample}.root"
    container: "docker://docker.io/reanahub/reana-env-root6:6.18.04"
    resources:
        compute_backend="htcondorcern",
        kubernetes_memory_limit="1Gi",
        kubernetes_uid=1001
    shell: "skim > {output}"

rule fit:
    input: expand("skimmed/{sample}.root", sample=["a", "b"])
    output: "limit.json"
    shell: "fit {input}"
`,
    });
    const text = 'workflow: {type: snakemake, file: Snakefile}';
    const { workflow } = await createPayload(specificationFrom(text, root), tools);
    expect(workflow).toMatchObject({
      specification: {
        job_dependencies: { all: ['fit'], fit: ['skim'], skim: [] },
        steps: [
          {
            name: 'skim',
            environment: 'docker.io/reanahub/reana-env-root6:6.18.04',
            compute_backend: 'htcondorcern',
            kubernetes_memory_limit: '1Gi',
            kubernetes_uid: 1001,
          },
          { name: 'fit', environment: '', compute_backend: null, kubernetes_memory_limit: null },
        ],
      },
    });
  });

  it.each(['- a', 'a: [', 'a: 2026-01-31'])('refuses the parameter file %j', async (content) => {
    const root = await temporaryFolder({ 'config.yaml': content });
    const text = 'workflow: {type: snakemake, file: Snakefile, parameters: {file: config.yaml}}';
    const error = await errorOf(() => createPayload(specificationFrom(text, root), tools));
    expect(error.code).toBe('specification');
    expect(error.message).toContain('config.yaml');
  });
});

describe('a CWL workflow', () => {
  const text = 'workflow: {type: cwl, file: flow.cwl#main}';

  async function analysis() {
    const root = await temporaryFolder({ 'flow.cwl': 'class: Workflow' });
    return { cwl: specificationFrom(text, root), temporaryDirectory: await temporaryFolder({}) };
  }

  it('is packed by cwltool, from a copy of its files', async () => {
    const shell = shellThat({ stdout: '{"$graph": [{"default": 1.0}]}' });
    const { cwl, temporaryDirectory } = await analysis();
    const payload = await createPayload(cwl, { shell, temporaryDirectory });
    expect(JSON.stringify(payload)).toContain('"specification":{"$graph":[{"default":1.0}]}');
    expect(shell.commands).toEqual([
      expect.stringMatching(
        `cwltool --quiet --skip-schemas --tmpdir-prefix ${temporaryDirectory}/cwl-\\w+/temporary- ` +
          `--pack ${temporaryDirectory}/cwl-\\w+/analysis/flow.cwl#main$`,
      ),
    ]);
    expect(await readdir(temporaryDirectory)).toEqual([]);
  });

  it('needs cwltool', async () => {
    const shell = shellThat({ exitCode: 127 });
    const { cwl } = await analysis();
    const error = await errorOf(() => createPayload(cwl, { ...tools, shell }));
    expect(error).toMatchObject({ code: 'usage', hint: 'Install it with: pip install cwltool' });
  });

  it('that cwltool refuses is an error with its last words', async () => {
    const shell = shellThat({ exitCode: 1, stderr: 'Traceback\nfield `runs` is invalid\n' });
    const { cwl } = await analysis();
    const error = await errorOf(() => createPayload(cwl, { ...tools, shell }));
    expect(error).toMatchObject({ code: 'specification' });
    expect(error.message).toContain('field `runs` is invalid');
  });
});
