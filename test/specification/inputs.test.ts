import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectInputs } from '../../src/specification/inputs.ts';
import type { Specification } from '../../src/specification/specification.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf, places, serialWorkflow, specificationFrom } from './analysis.ts';

function analysis(root: string, inputs: string): Specification {
  return specificationFrom(`inputs:\n  ${inputs}${serialWorkflow}`, root);
}

async function pathsOf(root: string, inputs: string): Promise<string[]> {
  const { files } = await collectInputs(analysis(root, inputs));
  return files.map((file) => file.path);
}

describe('inputs', () => {
  it('are the listed files and everything below the listed directories, sorted', async () => {
    const root = await temporaryFolder({
      'z.txt': 'zz',
      'code/fit.py': 'print()',
      'code/sub/deep/x': '',
      'code/.hidden': '',
      'not/listed': '',
    });
    const { files, warnings } = await collectInputs(
      analysis(root, 'files: [z.txt]\n  directories: [code]'),
    );
    expect(files.map((file) => [file.path, file.size])).toEqual([
      ['code/.hidden', 0],
      ['code/fit.py', 7],
      ['code/sub/deep/x', 0],
      ['z.txt', 2],
    ]);
    expect(files[1]?.file).toBe(path.join(root, 'code/fit.py'));
    expect(warnings).toEqual([]);
  });

  it('leave out what git keeps for itself', async () => {
    const root = await temporaryFolder({ 'sub/.git/config': 'token', 'sub/b': '' });
    const { files, warnings } = await collectInputs(analysis(root, 'directories: [sub]'));
    expect(files.map((file) => file.path)).toEqual(['sub/b']);
    expect(warnings.map((warning) => warning.message)).toEqual(['sub/.git is left out']);
  });

  it('may be thousands', async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `data/${index % 7}/f${index}`);
    const root = await temporaryFolder(Object.fromEntries(names.map((name) => [name, ''])));
    expect(await pathsOf(root, 'directories: [data]')).toEqual(names.toSorted());
  });

  it('that cannot be sent are told all at once, each at its place', async () => {
    const root = await temporaryFolder({ 'dir/x': '', file: '', 'odd/a\nb': '' });
    const lists = 'files: [gone, dir, "*.root"]\n  directories: [nowhere, file, odd]';
    const error = await errorOf(() => collectInputs(analysis(root, lists)));
    expect(error).toMatchObject({
      code: 'specification',
      message: '5 inputs of reana.yaml cannot be sent',
    });
    expect(places(error)).toEqual([
      '2:11 missing-input',
      '2:17 directory-as-file',
      '2:22 missing-input',
      '3:26 file-as-directory',
      '3:32 unsafe-name',
    ]);
  });

  it('that are folders and not there are a warning, as for other clients', async () => {
    const root = await temporaryFolder({});
    const { files, warnings } = await collectInputs(analysis(root, 'directories: [nowhere]'));
    expect(files).toEqual([]);
    expect(warnings).toMatchObject([{ rule: 'missing-input', severity: 'warning', line: 2 }]);
  });

  // Root may read everything.
  it.skipIf(process.getuid?.() === 0)('in a folder that may not be read are an error', async () => {
    const root = await temporaryFolder({ 'data/closed/x': '' });
    await chmod(path.join(root, 'data/closed'), 0o000);
    const error = await errorOf(() => collectInputs(analysis(root, 'directories: [data]')));
    await chmod(path.join(root, 'data/closed'), 0o700);
    expect(places(error)).toEqual(['2:17 unreadable']);
  });

  it('leave symbolic links behind, also what lies below one, with a warning', async () => {
    const root = await temporaryFolder({ 'real/a': '', 'data/b': '', 'c.txt': '' });
    await symlink('real', path.join(root, 'linked'));
    await symlink('../c.txt', path.join(root, 'data/link'));
    await symlink('c.txt', path.join(root, 'd.txt'));
    const lists = 'files: [d.txt, linked/a]\n  directories: [data]';
    const { files, warnings } = await collectInputs(analysis(root, lists));
    expect(files.map((file) => file.path)).toEqual(['data/b']);
    expect(warnings.map((warning) => warning.message)).toEqual([
      'd.txt is a symbolic link and is left out',
      'linked/a is left out: linked is a symbolic link',
      'data/link is a symbolic link and is left out',
    ]);
  });
});

describe('ignore files', () => {
  const files = {
    'data/a.root': '',
    'data/a.txt': '',
    'data/keep/a.root': '',
    'data/tmp/x': '',
    'data/tmp/keep': '',
    'data/UPPER.TXT': '',
  };

  it.each([
    ['*.root', ['data/UPPER.TXT', 'data/a.txt', 'data/tmp/keep', 'data/tmp/x']],
    [
      '*.root\n!data/keep/',
      ['data/UPPER.TXT', 'data/a.txt', 'data/keep/a.root', 'data/tmp/keep', 'data/tmp/x'],
    ],
    [
      'data/tmp/\n!data/tmp/keep',
      ['data/UPPER.TXT', 'data/a.root', 'data/a.txt', 'data/keep/a.root', 'data/tmp/keep'],
    ],
    ['tmp\n# *.txt\n\n', ['data/UPPER.TXT', 'data/a.root', 'data/a.txt', 'data/keep/a.root']],
    ['/data', []],
    ['/a.txt', Object.keys(files).sort()],
    ['*.txt\r\ndata/tmp\r\n', ['data/UPPER.TXT', 'data/a.root', 'data/keep/a.root']],
  ])('with %j leave %j', async (lines, left) => {
    const root = await temporaryFolder({ ...files, '.gitignore': lines });
    expect(await pathsOf(root, 'directories: [data]')).toEqual(left);
  });

  it('work one by one: .reanaignore cannot bring back what .gitignore leaves out', async () => {
    const root = await temporaryFolder({
      ...files,
      '.gitignore': '*.root',
      '.reanaignore': '!*.root\n*.txt',
    });
    expect(await pathsOf(root, 'directories: [data]')).toEqual([
      'data/UPPER.TXT',
      'data/tmp/keep',
      'data/tmp/x',
    ]);
  });

  it('do not touch listed files, and count only in the folder of the analysis', async () => {
    const root = await temporaryFolder({
      ...files,
      '.gitignore': '*.root',
      'data/.gitignore': '*',
    });
    expect(await pathsOf(root, 'files: [data/a.root]')).toEqual(['data/a.root']);
    expect(await pathsOf(root, 'directories: [data/tmp]')).toEqual(['data/tmp/keep', 'data/tmp/x']);
  });
});

describe('the files of the workflow', () => {
  it('are sent though they are not listed, with a warning where others would not', async () => {
    const root = await temporaryFolder({ 'flow.yml': 'stages: []' });
    const yadage = specificationFrom('workflow: {type: yadage, file: flow.yml}', root);
    const { files, warnings } = await collectInputs(yadage);
    expect(files.map((file) => file.path)).toEqual(['flow.yml']);
    expect(warnings).toMatchObject([{ rule: 'source-not-listed', line: 1, column: 32 }]);
  });

  it('have to be there', async () => {
    const root = await temporaryFolder({});
    const text =
      'workflow: {type: snakemake, file: Snakefile}\ninputs: {parameters: {input: c.yml}}';
    const error = await errorOf(() => collectInputs(specificationFrom(text, root)));
    expect(places(error)).toEqual(['1:35 missing-input', '2:30 missing-input']);
  });

  it('may be elsewhere for yadage', async () => {
    const root = await temporaryFolder({});
    const text =
      'workflow: {type: yadage, file: flow.yml}\ninputs: {options: {toplevel: "github:owner/repository"}}';
    expect((await collectInputs(specificationFrom(text, root))).files).toEqual([]);
  });

  it('can be declared by workflow.files and workflow.directories', async () => {
    const root = await temporaryFolder({ 'flow.yml': '', 'steps/a.yml': '', 'more.yml': '' });
    const text = 'workflow: {type: cwl, file: flow.yml, files: [more.yml], directories: [steps]}';
    const { files, warnings } = await collectInputs(specificationFrom(text, root));
    expect(files.map((file) => file.path)).toEqual(['flow.yml', 'more.yml', 'steps/a.yml']);
    expect(warnings).toEqual([]);
  });
});
