import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReanaCiError } from '../../src/base/error.ts';
import { registerGraph } from '../../src/commands/graph.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { call } from './call.ts';

const files = {
  'reana.yaml': `
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12
        commands: [python fit.py]
      - name: plot
        environment: docker.io/library/python:3.12
        kubernetes_memory_limit: 4GB
        commands: [python plot.py]
`,
};

describe('reana-ci graph', () => {
  it('shows the workflow, and what lint finds in it', async () => {
    const cwd = await temporaryFolder(files);
    const { stdout, error } = await call(registerGraph, ['graph'], {}, { cwd });
    expect(error).toBeUndefined();
    expect(stdout).toContain('reana.yaml · serial · 2 stages, 2 jobs');
    expect(stdout).toMatch(/plot .*4GB\n {2}after fit\n {2}error: .*4GB/);
    const plain = await call(registerGraph, ['graph', '--no-lint'], {}, { cwd });
    expect(plain.stdout).not.toContain('error:');
  });

  it.each([
    ['picture.svg', /^<svg /],
    ['picture.mmd', /^flowchart/],
    ['picture.dot', /^digraph/],
    ['picture.json', /^\{\n {2}"version": 1/],
  ])('writes %s in the format its name tells', async (name, beginning) => {
    const cwd = await temporaryFolder(files);
    const { stdout, error } = await call(registerGraph, ['graph', '--out', name], {}, { cwd });
    expect([stdout, error]).toEqual(['', undefined]);
    expect(await readFile(path.join(cwd, name), 'utf8')).toMatch(beginning);
  });

  it('asks for a format when the name tells none', async () => {
    const cwd = await temporaryFolder(files);
    const { error } = await call(registerGraph, ['graph', '--out', 'picture.png'], {}, { cwd });
    expect(isReanaCiError(error) && error.code).toBe('usage');
  });

  it('refuses a record that is none', async () => {
    const cwd = await temporaryFolder({ ...files, 'run.json': '{}' });
    const { error } = await call(registerGraph, ['graph', '--record', 'run.json'], {}, { cwd });
    expect(isReanaCiError(error) && error.code).toBe('usage');
  });
});
