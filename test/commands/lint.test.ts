import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerLint } from '../../src/commands/lint.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call, type Called } from './call.ts';

const good = `outputs: {files: [a]}
workflow:
  type: serial
  specification:
    steps: [{environment: 'python:3.12', commands: [ls], kubernetes_memory_limit: 1Gi}]
`;

async function lint(
  files: Record<string, string>,
  ...arguments_: readonly string[]
): Promise<Called> {
  const cwd = await temporaryFolder(files);
  return call(registerLint, ['lint', ...arguments_], { PATH: '/usr/bin:/bin' }, { cwd });
}

describe('reana-ci lint', () => {
  it('takes reana.yaml of the folder it is called in', async () => {
    const { stdout, error } = await lint({ 'reana.yaml': good });
    expect(error).toBeUndefined();
    expect(stdout).toBe('1 specification: nothing to complain about\n');
  });

  it('ends with exit code 4 after errors, and names files as they are called from here', async () => {
    const broken = good.replace('[ls]', "['echo $x']");
    const { stdout, error } = await lint(
      { 'a/reana.yaml': good, 'b/reana.yaml': broken },
      'a',
      'b/reana.yaml',
      '--json',
    );
    expect(error).toMatchObject({ code: 'specification', exitCode: 4, findings: [] });
    expect(JSON.parse(stdout)).toMatchObject({
      errors: 1,
      specifications: [
        { file: 'a/reana.yaml', findings: [] },
        { findings: [{ rule: 'serial-placeholder', file: 'b/reana.yaml', line: 5 }] },
      ],
    });
  });

  it('does not fail for warnings', async () => {
    const { stdout, error } = await lint({ 'reana.yaml': good.replace(':3.12', '') });
    expect(error).toBeUndefined();
    expect(stdout).toContain('[image-tag]');
  });

  it('takes the folder of the analysis from --analysis', async () => {
    const files = { 'specs/reana.yaml': `inputs: {files: [fit.py]}\n${good}`, 'fit.py': '' };
    expect((await lint(files, 'specs/reana.yaml')).error).toMatchObject({ exitCode: 4 });
    expect((await lint(files, 'specs/reana.yaml', '--analysis', '.')).error).toBeUndefined();
  });

  it('takes specification and results from the variables of a job', async () => {
    const cwd = await temporaryFolder({ 'fit/reana-fit.yaml': good.replace(':3.12', '') });
    const env = {
      REANA_CI_ANALYSIS: 'fit',
      REANA_CI_SPEC: 'reana-fit.yaml',
      REANA_CI_RESULTS: 'out',
    };
    const { error } = await call(registerLint, ['lint'], env, { cwd });
    expect(error).toBeUndefined();
    const issues = await readFile(path.join(cwd, 'out/codequality.json'), 'utf8');
    expect(JSON.parse(issues)).toMatchObject([{ location: { path: 'fit/reana-fit.yaml' } }]);
    expect(await readFile(path.join(cwd, 'out/lint.xml'), 'utf8')).toContain('tests="1"');
  });

  it('takes for mistakes what the REANA of --generation does not read', async () => {
    const files = { 'reana.yaml': good.replace('serial', 'serial\n  resources: {rucio: true}') };
    const { stdout, error } = await lint(files);
    expect(error).toBeUndefined();
    expect(stdout).toContain('warning: servers 0.9 do not read workflow.resources.rucio');
    expect((await lint(files, '--generation', '0.9')).error).toMatchObject({ exitCode: 4 });
    expect((await lint(files, '--generation', '0.95')).stdout).not.toContain('newer-key');
  });

  it('says when there is no specification', async () => {
    const { error } = await lint({}, 'reana.yaml');
    expect(error).toMatchObject({ code: 'specification', message: 'reana.yaml does not exist' });
  });

  it('explains a rule, and tells the nearest of one that does not exist', async () => {
    const { stdout } = await lint({}, '--explain', 'memory-format');
    expect(stdout).toContain('# memory-format');
    expect(stdout).toContain('kubernetes_memory_limit: 8GB');
    const { error } = await lint({}, '--explain', 'memory-formats');
    expect(error).toMatchObject({ code: 'usage', hint: 'Did you mean memory-format?' });
  });

  it('says that no container engine answers when --docker needs one', async () => {
    const cwd = await temporaryFolder({ 'reana.yaml': good });
    const env = { DOCKER_HOST: `unix://${cwd}/none.sock` };
    const { error } = await call(registerLint, ['lint', '--docker'], env, { cwd });
    expect(error).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^No container engine answers/) as string,
    });
  });

  it('lets cwltool speak, and tells when it is not installed', async () => {
    const files = {
      'reana.yaml': 'outputs: {files: [a]}\nworkflow: {type: cwl, file: flow.cwl}\n',
      'flow.cwl': 'cwlVersion: v1.2\nclass: Workflow\ninputs: []\noutputs: []\nsteps: []\n',
    };
    expect((await lint(files, '--cwltool')).error).toMatchObject({ code: 'usage' });
    const cwd = await temporaryFolder(files);
    await mkdir(path.join(cwd, 'bin'));
    const program = '#!/bin/sh\necho "flow.cwl:3: odd" >&2\nexit 1\n';
    await writeFile(path.join(cwd, 'bin/cwltool'), program, { mode: 0o755 });
    const env = { PATH: `${path.join(cwd, 'bin')}:/usr/bin:/bin` };
    const { stdout } = await call(registerLint, ['lint', '--cwltool'], env, { cwd });
    expect(stdout).toContain('cwltool refuses flow.cwl: flow.cwl:3: odd [cwltool]');
  });
});
