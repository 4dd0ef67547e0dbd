import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { listedFiles } from '../../src/lint/kit/analysis-files.ts';
import { lintAnalysis, lintSpecification } from '../../src/lint/lint.ts';
import { loadSpecification } from '../../src/specification/load.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf } from '../specification/analysis.ts';

/** Findings as `file:line:column severity rule`. */
function lines(findings: readonly Finding[]): string[] {
  return findings.map(
    ({ file, line, column, severity, rule }) =>
      `${file ?? '-'}:${line ?? 0}:${column ?? 0} ${severity} ${rule}`,
  );
}

async function lint(files: Record<string, string>): Promise<string[]> {
  return lines(await lintAnalysis(await temporaryFolder(files), 'reana.yaml'));
}

const outputs = 'outputs: {files: [limit.json]}\n';

function serial(image: string, ...commands: string[]): string {
  const list = commands.map((command) => `          - ${command}\n`).join('');
  return `${outputs}workflow:
  type: serial
  specification:
    steps:
      - kubernetes_memory_limit: 4Gi
        environment: ${image}
        commands:
${list}`;
}

describe('lint', () => {
  it('has nothing to say of a good analysis', async () => {
    expect(await lint({ 'reana.yaml': serial('python:3.12', 'python fit.py') })).toEqual([]);
  });

  it('tells what a run leaves out, and what it refuses to send', async () => {
    const inputs = 'inputs: {files: [linked.txt], directories: [data]}\n';
    const root = await temporaryFolder({
      'reana.yaml': `${inputs}${serial('python:3.12', 'python fit.py')}`,
      'data/one\ttwo': '',
      'real.txt': '',
    });
    await symlink('real.txt', path.join(root, 'linked.txt'));
    expect(lines(await lintAnalysis(root, 'reana.yaml'))).toEqual([
      'reana.yaml:1:18 warning symlink',
      'reana.yaml:1:45 error unsafe-name',
    ]);
  });

  it.each([
    "parameters: '.'",
    'parameters: 5; scatter: {parameters: 5}',
    "scatter: []; batchsize: {}; partitionsize: ''",
    'parameters: {inp: {step: init, output: x}}',
  ])('passes over keys that a jq-stage lets stand and does not read: %s', async (keys) => {
    const flow = `stages:
- name: first
  scheduler:
    scheduler_type: jq-stage
    bindings: {x: 1}
    ${keys.replaceAll('; ', '\n    ')}
    step:
      process: {process_type: string-interpolated-cmd, cmd: echo}
      environment: {environment_type: docker-encapsulated, image: docker.io/library/python, imagetag: '3.12', resources: [{kubernetes_memory_limit: 1Gi}]}
      publisher: {publisher_type: constant-pub, publish: {o: x}}
`;
    const files = {
      'reana.yaml': `inputs: {files: [flow.yml]}\n${outputs}workflow: {type: yadage, file: flow.yml}\n`,
      'flow.yml': flow,
    };
    expect((await lint(files)).filter((line) => line.includes(' error '))).toEqual([]);
  });

  it('tells the mistakes of shape together with those of content', async () => {
    const text = `version: 1\n${serial('python:3.12', 'echo $HOME')}inputs: {files: [gone.py]}\n`;
    expect(await lint({ 'reana.yaml': text })).toEqual([
      'reana.yaml:1:10 error wrong-type',
      'reana.yaml:10:18 error serial-placeholder',
      'reana.yaml:11:18 error missing-input',
    ]);
  });

  it('tells a slip in YAML where it is', async () => {
    expect(await lint({ 'reana.yaml': 'a: b: c\n' })).toEqual(['reana.yaml:1:4 error yaml-syntax']);
  });

  it('places a mistake in a later line of a block at its own line', async () => {
    const text = serial(
      'python:3.12',
      '|\n            set -e\n            a $$x "$1"\n            b',
    );
    expect(await lint({ 'reana.yaml': text })).toEqual([
      'reana.yaml:11:20 error serial-placeholder',
    ]);
  });

  it('refuses a specification that is not there', async () => {
    const root = await temporaryFolder({ 'reana-fit.yaml': '' });
    const error = await errorOf(() => lintAnalysis(root, 'reana.yaml'));
    expect(error).toMatchObject({ code: 'specification', hint: 'Found here: reana-fit.yaml.' });
  });

  it('looks files up in a list when it is given one', async () => {
    const text = `inputs: {files: [code/fit.py], directories: [code2]}\n${serial('a:1', 'ls')}`;
    const root = await temporaryFolder({ 'reana.yaml': text });
    const specification = await loadSpecification(root, 'reana.yaml');
    const files = listedFiles(['code/fit.py', 'code2/sub/x']);
    expect(await lintSpecification(specification, { files })).toEqual([]);
  });

  it('leaves placeholders of a template alone', async () => {
    const text = `inputs: {files: [VAR_FILE], parameters: {dataset: VAR_INPUT}}\n${serial('a:1', 'get "${dataset}"')}`;
    expect(await lint({ 'reana.yaml': text })).toEqual([]);
  });

  it('says that a workflow in another place was not checked', async () => {
    const text = `${outputs}inputs: {options: {toplevel: "github:a/b"}}\nworkflow: {type: yadage, file: f.yml}\n`;
    expect(await lint({ 'reana.yaml': text })).toContain('reana.yaml:2:30 info workflow-elsewhere');
  });

  it('finds the mistakes of a yadage loader in the file where they are', async () => {
    const found = await lint({
      'reana.yaml': `${outputs}inputs: {directories: [specs]}\nworkflow: {type: yadage, file: specs/flow.yml}\n`,
      'specs/flow.yml': 'stages:\n- name: a\n  scheduler: {$ref: "specs/steps.yml#/a"}\n',
      'specs/steps.yml':
        'a: {scheduler_type: singlestep-stage, step: {process: null, environment: null}}\n',
    });
    expect(found.filter((line) => line.includes('error'))).toEqual([
      'specs/steps.yml:1:4 error yadage-schema',
      'specs/steps.yml:1:45 error yadage-schema',
    ]);
  });
});

describe('images and hints of a yadage step', () => {
  const reana =
    'outputs: {files: [a]}\ninputs: {directories: [specs]}\nworkflow: {type: yadage, file: specs/flow.yml}\n';
  const flow = ['a', 'b']
    .map(
      (name) =>
        `- name: ${name}\n  scheduler: {scheduler_type: singlestep-stage, parameters: {}, step: {$ref: "specs/steps.yml#/fit"}}\n`,
    )
    .join('');

  function step(environment: string): string {
    return `fit:
  process: {process_type: string-interpolated-cmd, cmd: ls}
  publisher: {publisher_type: constant-pub, publish: {}}
  environment: {environment_type: docker-encapsulated, ${environment}}
`;
  }

  async function errorsAndWarnings(environment: string): Promise<string[]> {
    const found = await lint({
      'reana.yaml': reana,
      'specs/flow.yml': `stages:\n${flow}`,
      'specs/steps.yml': step(environment),
    });
    return found.filter((line) => /error|warning/.test(line) && /image|memory|hint/.test(line));
  }

  it('are checked once where they stand, though two stages use them', async () => {
    const resources = '[{kubernetes_memory_limit: 1GB}, {kubernetes_memory: 2Gi}, CVMFS]';
    expect(
      await errorsAndWarnings(`image: python, imagetag: "3", resources: ${resources}`),
    ).toEqual([
      'specs/steps.yml:4:99 error memory-format',
      'specs/steps.yml:4:131 warning unknown-hint',
    ]);
  });

  it('know that the tag is latest unless it is given apart', async () => {
    expect(await errorsAndWarnings('image: python')).toEqual([
      'specs/steps.yml:4:63 warning image-tag',
    ]);
    expect(await errorsAndWarnings('image: "python:3.12"')).toEqual([
      'specs/steps.yml:4:63 error yadage-image-tag-twice',
    ]);
  });
});

describe('settings of the repository', () => {
  const text = serial('python', 'echo $$x');

  it.each([
    ['off', []],
    ['"off"', []],
    ['error', ['reana.yaml:7:22 error image-tag']],
  ])('give a rule the level %s', async (level, expected) => {
    const settings = `lint:\n  rules:\n    image-tag: ${level}\n`;
    expect(await lint({ 'reana.yaml': text, '.reana-ci.yml': settings })).toEqual(expected);
  });

  it('are told when they name what does not exist', async () => {
    const settings = 'lint:\n  rules:\n    image-tga: off\n    image-name: loud\n';
    expect(await lint({ 'reana.yaml': text, '.reana-ci.yml': settings })).toEqual([
      '.reana-ci.yml:3:5 warning unknown-rule',
      '.reana-ci.yml:4:17 error wrong-type',
      'reana.yaml:7:22 warning image-tag',
    ]);
  });

  it('that are no YAML do not keep the analysis from being checked', async () => {
    const found = await lint({ 'reana.yaml': text, '.reana-ci.yml': 'a: b: c' });
    expect(found).toEqual([
      '.reana-ci.yml:1:4 error yaml-syntax',
      'reana.yaml:7:22 warning image-tag',
    ]);
  });
});

describe('a comment', () => {
  it('silences a rule in its line, and in the next when it stands alone', async () => {
    const beside = serial('python  # reana-ci-ignore image-tag: pinned by our proxy', 'ls');
    const above = beside.replace(/( +)environment: python {2}(#.*)/, '$1$2\n$1environment: python');
    expect(above).not.toBe(beside);
    expect(await lint({ 'reana.yaml': beside })).toEqual([]);
    expect(await lint({ 'reana.yaml': above })).toEqual([]);
  });

  it('silences no other rule, and no other line', async () => {
    const text = serial('python  # reana-ci-ignore image-name: because', 'ls');
    expect(await lint({ 'reana.yaml': text })).toEqual([
      'reana.yaml:7:22 warning image-tag',
      'reana.yaml:7:30 info unused-ignore',
    ]);
  });

  it('needs a reason', async () => {
    const text = serial('python  # reana-ci-ignore image-tag', 'ls');
    expect(await lint({ 'reana.yaml': text })).toEqual([
      'reana.yaml:7:22 warning image-tag',
      'reana.yaml:7:30 warning ignore-without-reason',
    ]);
  });

  it('is read in Snakefiles, too', async () => {
    const found = await lint({
      'reana.yaml': `${outputs}inputs: {files: [Snakefile]}\nworkflow: {type: snakemake, file: Snakefile}\n`,
      Snakefile:
        'rule fit:\n    container: "docker://python:3.12"\n    resources: kubernetes_memory_limit="1Gi"\n    script: "a.py"  # reana-ci-ignore snakemake-shell: never run\n',
    });
    expect(found).toEqual([]);
  });
});
