import { describe, expect, it } from 'vitest';
import { collectInputs } from '../../src/specification/inputs.ts';
import { parseSpecification } from '../../src/specification/parse.ts';
import { runName } from '../../src/specification/run-name.ts';
import {
  checkBundle,
  createBundle,
  workspaceFiles,
} from '../../src/specification/workspace-files.ts';
import type { BundleFile } from '../../src/specification/workspace-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { serialWorkflow } from './analysis.ts';

const files = { 'reana.yaml': 'old', 'flow.yml': '', 'steps/a.yml': '', 'data/x.root': '' };

async function collect(file: string, text: string, more: Record<string, string> = {}) {
  const root = await temporaryFolder({ ...files, ...more });
  const specification = parseSpecification(root, file, text);
  return { specification, inputs: (await collectInputs(specification)).files };
}

function pathsOf(bundle: readonly BundleFile[]): string[] {
  return bundle.map((file) => file.path);
}

describe('what is uploaded', () => {
  it('is the specification as rendered, then the inputs', async () => {
    const text = `inputs: {directories: [data]}${serialWorkflow}`;
    const { specification, inputs } = await collect('reana.yaml', text);
    const uploads = workspaceFiles(specification, inputs);
    expect(pathsOf(uploads)).toEqual(['reana.yaml', 'data/x.root']);
    expect(uploads[0]).toEqual({ path: 'reana.yaml', content: new TextEncoder().encode(text) });
  });

  it.each([
    ['reana.yaml', 'reana.yaml'],
    ['specs/reana-cwl.yaml', 'specs/reana-cwl.yaml'],
    ['reana-template.yaml', 'reana.yaml'],
    ['specs/reana.template.yml', 'specs/reana.yml'],
    ['../reana-template.yaml', 'reana.yaml'],
    ['../../elsewhere/my.yaml', 'reana.yaml'],
  ])('has the specification %s as %s', async (file, name) => {
    const { specification } = await collect(file, serialWorkflow);
    expect(pathsOf(workspaceFiles(specification, []))).toEqual([name]);
  });

  it('has a template under its own name when an input has the other', async () => {
    const text = `inputs: {files: [reana.yaml]}${serialWorkflow}`;
    const { specification, inputs } = await collect('reana-template.yaml', text);
    expect(pathsOf(workspaceFiles(specification, inputs))).toEqual([
      'reana-template.yaml',
      'reana.yaml',
    ]);
  });

  it('has the rendered specification once, also where it is an input', async () => {
    const text = `inputs: {files: [reana.yaml]}${serialWorkflow}`;
    const { specification, inputs } = await collect('reana.yaml', text);
    const uploads = workspaceFiles(specification, inputs);
    expect(uploads).toEqual([{ path: 'reana.yaml', content: new TextEncoder().encode(text) }]);
  });
});

describe('a bundle', () => {
  it('is only reana.yaml where the workflow stands in it', async () => {
    const text = `inputs: {directories: [data]}${serialWorkflow}`;
    const { specification, inputs } = await collect('my.yaml', text);
    expect(pathsOf(createBundle(specification, inputs))).toEqual(['reana.yaml']);
  });

  it('holds all inputs where the workflow has a file and does not say what else', async () => {
    const text = 'inputs: {directories: [data, steps]}\nworkflow: {type: yadage, file: flow.yml}';
    const { specification, inputs } = await collect('my.yaml', text);
    expect(pathsOf(createBundle(specification, inputs))).toEqual([
      'reana.yaml',
      'data/x.root',
      'flow.yml',
      'steps/a.yml',
    ]);
  });

  it('holds only the declared files where they are declared', async () => {
    const text =
      'inputs: {directories: [data], parameters: {input: c.yml}}\n' +
      'workflow: {type: cwl, file: flow.yml, directories: [steps]}';
    const { specification, inputs } = await collect('my.yaml', text, { 'c.yml': '' });
    expect(pathsOf(createBundle(specification, inputs))).toEqual([
      'reana.yaml',
      'c.yml',
      'flow.yml',
      'steps/a.yml',
    ]);
  });

  it('never holds a second reana.yaml', async () => {
    const text = 'inputs: {files: [reana.yaml]}\nworkflow: {type: yadage, file: flow.yml}';
    const { specification, inputs } = await collect('my.yaml', text);
    expect(pathsOf(createBundle(specification, inputs))).toEqual(['reana.yaml', 'flow.yml']);
  });

  it('is too large from 1001 files or 100 MiB on', () => {
    const file = (size: number): BundleFile => ({ path: 'a', file: '/a', size });
    expect(checkBundle(Array<BundleFile>(1000).fill(file(1)))).toEqual([]);
    expect(checkBundle([file(100 * 1024 * 1024)])).toEqual([]);
    expect(checkBundle(Array<BundleFile>(1001).fill(file(1024 * 1024)))).toHaveLength(2);
  });
});

describe('the name of a run', () => {
  it.each([
    ['analysis', 'analysis'],
    ['reana-zz', 'reana-zz'],
    ['group/Übung.v1', 'group-Ubung-v1'],
    ['feature/#12 fix', 'feature-12-fix'],
    ['..', 'analysis'],
    ['', 'analysis'],
    ['ααα', 'analysis'],
    ['a_b', 'a_b'],
    ['-x-', 'x'],
    ['123e4567-e89b-42d3-a456-426614174000', 'run-123e4567-e89b-42d3-a456-426614174000'],
    ['x'.repeat(300), 'x'.repeat(80)],
  ])('of %s is %s', (text, name) => {
    expect(runName(text)).toBe(name);
  });
});
