import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { collectInputs, collectWholeInputs } from '../../src/specification/inputs.ts';
import { lintAnalysis } from '../../src/lint/lint.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { errorOf, serialWorkflow, specificationFrom } from './analysis.ts';

const oid = 'a'.repeat(64);
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12\n`;

function analysis(root: string, inputs: string) {
  return specificationFrom(`inputs:\n  ${inputs}${serialWorkflow}`, root);
}

async function told(root: string, inputs: string): Promise<string[]> {
  const error = await errorOf(() => collectWholeInputs(analysis(root, inputs)));
  return error.findings.map(({ line, rule, message }) => `${line ?? 0} ${rule} ${message}`);
}

describe('inputs that git has not fetched', () => {
  it('are pointers of Git LFS, told once for each entry of the specification', async () => {
    const root = await temporaryFolder({
      'one.root': pointer,
      'data/a.root': pointer,
      'data/deep/b.root': pointer,
      'data/c.root': 'root',
    });
    expect(await told(root, 'files: [one.root]\n  directories: [data]')).toEqual([
      '2 unfetched-input one.root is a pointer of Git LFS, not the file itself',
      '3 unfetched-input 2 files are pointers of Git LFS, not the files themselves, such as data/a.root',
    ]);
  });

  it.each([
    ['of the first version', pointer.replace('git-lfs.github', 'hawser.github')],
    ['with extensions', pointer.replace('oid', `ext-0-foo sha256:${oid}\noid`)],
    ['with line breaks of Windows', pointer.replaceAll('\n', '\r\n')],
    ['of git-annex', `/annex/objects/SHA256E-s12--${oid}.root\n`],
  ])('are pointers %s', async (_which, content) => {
    const root = await temporaryFolder({ 'one.root': content });
    expect(await told(root, 'files: [one.root]')).toHaveLength(1);
  });

  it.each([
    ['a page about Git LFS', `# LFS\n\n${pointer}`],
    ['a pointer without its digest', pointer.replace(oid, 'abc')],
    ['a large file that begins like one', pointer + '#'.repeat(1024)],
    ['an empty file', ''],
  ])('are not %s', async (_what, content) => {
    const root = await temporaryFolder({ 'one.root': content });
    const { files } = await collectWholeInputs(analysis(root, 'files: [one.root]'));
    expect(files).toHaveLength(1);
  });

  it('are those of the workflow itself, too', async () => {
    const root = await temporaryFolder({ 'flow.yml': pointer });
    const specification = specificationFrom('workflow: {type: yadage, file: flow.yml}\n', root);
    const error = await errorOf(() => collectWholeInputs(specification));
    expect(error.findings).toMatchObject([{ rule: 'unfetched-input', line: 1 }]);
  });

  it('leave out what ignore files leave out', async () => {
    const root = await temporaryFolder({ 'data/a.root': pointer, '.reanaignore': '*.root\n' });
    expect((await collectWholeInputs(analysis(root, 'directories: [data]'))).files).toEqual([]);
  });

  it('lie in submodules of the repository around the analysis, at any depth', async () => {
    const repository = await temporaryFolder({
      '.gitmodules': '[submodule "a"]\n\tpath = zz/code\n[submodule "b"]\n  path = "zz/my tools"\n',
      'zz/code/fit.py': '',
      'zz/code/.gitmodules': '[submodule "stat"]\n\tpath = stat\n',
    });
    await mkdir(path.join(repository, '.git'));
    await mkdir(path.join(repository, 'zz/code/stat'));
    await mkdir(path.join(repository, 'zz/my tools'));
    const root = path.join(repository, 'zz');
    const found = await told(root, 'files: [my tools/a.py]\n  directories: [code]');
    expect(found).toEqual([
      '2 unfetched-input my tools/a.py is missing: my tools is a git submodule that has not been fetched',
      '3 unfetched-input code/stat is a git submodule that has not been fetched',
    ]);
    await writeFile(path.join(root, 'my tools/a.py'), '');
    await writeFile(path.join(root, 'code/stat/b.py'), '');
    const whole = await collectWholeInputs(
      analysis(root, 'files: [my tools/a.py]\n  directories: [code]'),
    );
    expect(whole.files).toHaveLength(4);
  });

  it('are not submodules that the analysis has nothing of', async () => {
    const root = await temporaryFolder({
      'fit.py': '',
      '.gitmodules': '[submodule "a"]\n\tpath = docs/theme\n[submodule "b"]\n\tpath = ../../etc\n',
    });
    expect((await collectWholeInputs(analysis(root, 'files: [fit.py]'))).files).toHaveLength(1);
  });

  it('are found in a checkout of git without its submodules', async () => {
    const run = promisify(execFile);
    const folder = await temporaryFolder({ 'framework/fit.py': '' });
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const git = (cwd: string, ...words: string[]) => {
      const who = ['-c', 'user.name=A', '-c', 'user.email=a@b', '-c', 'protocol.file.allow=always'];
      return run('git', [...who, ...words], { cwd: path.join(folder, cwd), env });
    };
    const yaml = `inputs: {directories: [framework]}${serialWorkflow}`;
    await mkdir(path.join(folder, 'analysis'));
    await writeFile(path.join(folder, 'analysis/reana.yaml'), yaml);
    for (const name of ['framework', 'analysis']) {
      await git(name, 'init', '--quiet');
      if (name === 'analysis') {
        await git(name, 'submodule', '--quiet', 'add', path.join(folder, 'framework'), 'framework');
      }
      await git(name, 'add', '.');
      await git(name, 'commit', '--quiet', '--message', 'Begin');
    }
    await git('.', 'clone', '--quiet', 'analysis', 'checkout');
    const checkout = path.join(folder, 'checkout');
    const found = async () =>
      (await lintAnalysis(checkout, 'reana.yaml')).map(({ rule, line }) => `${rule} ${line ?? 0}`);
    expect(await found()).toContain('unfetched-input 1');
    await git('checkout', 'submodule', '--quiet', 'update', '--init');
    expect(await found()).not.toContain('unfetched-input 1');
  });

  it('are sent by the look-alike of reana-client as by the real one', async () => {
    const root = await temporaryFolder({ 'one.root': pointer });
    expect((await collectInputs(analysis(root, 'files: [one.root]'))).files).toHaveLength(1);
  });
});
