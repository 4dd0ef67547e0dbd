import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginSection, sectionOf } from '../../scripts/changelog.ts';
import { readHome } from '../../scripts/home.ts';
import { createShell } from '../../src/base/shell.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const changelog = `# Changelog

## Unreleased

### Fixed

- A fault.

## 1.2.0 - 2026-01-31

### Added

- A thing, with "## no heading" in it.

## 1.1.0 - 2025-12-24

- First.
`;

describe('the changelog', () => {
  it('hands out the section of a version', () => {
    expect(sectionOf(changelog, '1.2.0')).toBe(
      '### Added\n\n- A thing, with "## no heading" in it.',
    );
    expect(sectionOf(changelog, '1.1.0')).toBe('- First.');
    expect(sectionOf(changelog, '1.2')).toBeUndefined();
  });

  it('makes what is unreleased the section of a version, once', () => {
    const begun = beginSection(changelog, '1.3.0', '2026-02-01');
    expect(sectionOf(begun, 'Unreleased')).toBe('');
    expect(sectionOf(begun, '1.3.0')).toBe('### Fixed\n\n- A fault.');
    expect(sectionOf(begun, '1.2.0')).toBe(sectionOf(changelog, '1.2.0'));
    expect(beginSection(begun, '1.3.0', '2026-02-02')).toBe(begun);
  });

  it('of this project can be released as it is', () => {
    const own = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
    expect(sectionOf(beginSection(own, '99.0.0', '2026-02-01'), '99.0.0')).toMatch(/^### /);
  });
});

describe('the gate before a release', () => {
  it('opens for the version that set-version has made, and for nothing else', async () => {
    const copy = await copyOfProject();
    const home = readHome(copy);
    const pipeline = { CI_PROJECT_URL: home.url, CI_REGISTRY_IMAGE: home.image };
    const tagged = { ...pipeline, CI_COMMIT_TAG: '7.8.9' };

    const before = await gate(copy, tagged);
    expect(before.exitCode).toBe(1);
    expect(before.stderr).toContain(`package.json has version ${home.version}, the tag is 7.8.9.`);
    expect(before.stderr).toContain('CHANGELOG.md has no section "## 7.8.9 - DATE"');

    const script = path.join(copy, 'scripts/set-version.ts');
    await createShell({ cwd: copy })`${process.execPath} ${script} 7.8.9`;
    expect(await gate(copy, tagged)).toMatchObject({ exitCode: 0, stderr: '' });

    const moved = await gate(copy, {
      ...tagged,
      CI_PROJECT_URL: 'https://gitlab.com/fork/reana-ci',
    });
    expect(moved).toMatchObject({
      exitCode: 1,
      stderr: `package.json has the home ${home.url}, this project is https://gitlab.com/fork/reana-ci. Run "npm run move-home", and tag the commit with its changes.\n`,
    });

    const template = path.join(copy, 'templates/run.yml');
    const text = readFileSync(template, 'utf8');
    writeFileSync(template, text.replace(/default: \$CI_REGISTRY.*/, 'default: elsewhere:1'));
    expect(await gate(copy, tagged)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^templates\/run\.yml starts elsewhere:1, not \$CI_REGISTRY/),
    });
  });
});

async function copyOfProject(): Promise<string> {
  const copy = await temporaryFolder({});
  for (const name of [
    'package.json',
    'package-lock.json',
    'CHANGELOG.md',
    'README.md',
    'templates',
    'scripts',
    'docs',
  ]) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  return copy;
}

async function gate(
  project: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
  const script = path.join(project, 'scripts/release-gate.ts');
  const { exitCode, stderr } = await createShell({ env })`${process.execPath} ${script}`;
  return { exitCode, stderr };
}
