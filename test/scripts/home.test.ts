import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { createShell } from '../../src/base/shell.ts';
import { issuesUrl, pageUrl } from '../../src/base/home.ts';
import {
  componentImage,
  homeFiles,
  imageAt,
  projectPath,
  readHome,
  rewriteHome,
  templateImages,
} from '../../scripts/home.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = readHome(root);
const other = {
  url: 'https://gitlab.elsewhere.test/Higgs/tools/reana-ci',
  image: 'registry.gitlab.elsewhere.test/higgs/tools/reana-ci',
  version: '7.8.9',
};

describe('the home of the project', () => {
  it('is the same in all fields of package.json', () => {
    expect(packageJson.repository.url).toBe(`git+${home.url}.git`);
    expect(packageJson.bugs.url).toBe(`${home.url}/-/issues`);
    expect(packageJson.config.image).toMatch(new RegExp(`/${projectPath(home.url)}$`));
  });

  it('is where the program sends people', () => {
    expect(issuesUrl).toBe(`${home.url}/-/issues`);
    expect(pageUrl('rules.md')).toBe(`${home.url}/-/blob/${home.version}/docs/rules.md`);
  });

  it('gives each component an image of the instance that includes it', () => {
    const images = templateImages(root);
    expect(images).toHaveLength(6);
    for (const [file, image] of images) expect(image, file).toBe(componentImage(home));
    // The host of the registry is a variable of the whole instance; CI_REGISTRY_IMAGE would be the consumer's own.
    expect(componentImage(home)).toBe(`$CI_REGISTRY/${projectPath(home.url)}:${home.version}`);
  });

  it('is the only one that pages, templates and examples name', () => {
    const known = [
      `$CI_SERVER_FQDN/${projectPath(home.url)}`,
      `$CI_REGISTRY/${projectPath(home.url)}`,
      home.image,
      home.url.replace('https://', ''),
    ];
    const named = homeFiles(root).flatMap((file) =>
      [
        ...withoutMoves(read(root, file)).matchAll(
          /(?<![\w.$-])[$\w][\w.-]*(?:\/[\w.-]+)+\/reana-ci\b/g,
        ),
      ]
        .map(([found]) => found.replace(/^\/?cvmfs\/unpacked\.cern\.ch\//, ''))
        .map((found) => found.replace(/\/-\/.*/, ''))
        .filter((found) => /^\$|^[\w-]+\./.test(found))
        .map((found) => ({ file, found })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ found }) => !known.includes(found))).toEqual([]);
  });
});

describe('moving the home', () => {
  it('leaves the old one nowhere, and moving back restores every byte', async () => {
    const copy = await copyOfPlaces();
    const changed = rewriteHome(copy, home, other);
    expect(changed).toEqual(
      expect.arrayContaining(['README.md', 'package.json', 'templates/run.yml', 'docs/gitlab.md']),
    );
    for (const file of homeFiles(copy)) {
      const text = read(copy, file);
      for (const old of [home.url, home.image, `$CI_REGISTRY/${projectPath(home.url)}:`]) {
        expect(text, file).not.toContain(old);
      }
      expect(text, file).not.toMatch(/reana-ci\/[a-z-]+@0\.|reana-ci[:-]0\.\d/);
    }
    expect(readHome(copy)).toEqual(other);
    for (const [file, image] of templateImages(copy)) {
      expect(image, file).toBe('$CI_REGISTRY/higgs/tools/reana-ci:7.8.9');
    }
    rewriteHome(copy, other, home);
    for (const file of homeFiles(root)) expect(read(copy, file), file).toBe(read(root, file));
  });

  it('leaves the versions of other packages alone', async () => {
    const copy = await copyOfPlaces();
    rewriteHome(copy, { ...home, version: packageJson.version }, { ...home, version: '26.10.0' });
    const moved = JSON.parse(read(copy, 'package.json')) as typeof packageJson;
    expect({ ...moved, version: packageJson.version }).toEqual(packageJson);
    rewriteHome(copy, readHome(copy), { ...home, version: '1.0.0' });
    expect(JSON.parse(read(copy, 'package.json'))).toEqual({ ...packageJson, version: '1.0.0' });
  });

  it.each([
    ['https://gitlab.com/hep/reana-ci', 'registry.gitlab.com/hep/reana-ci'],
    ['https://gitlab.cern.ch/Hep/reana-ci', 'gitlab-registry.cern.ch/hep/reana-ci'],
  ])('knows the registry of %s', (url, image) => {
    expect(imageAt(url)).toBe(image);
    expect(imageAt(url, 'registry.test:5050')).toBe(
      `registry.test:5050/${projectPath(image.replace(/^/, 'https://'))}`,
    );
  });

  it.each([[], ['gitlab.com/hep/reana-ci'], ['https://gitlab.com'], ['https://a.b/c/d?e']])(
    'is refused without an address: %s',
    async (...arguments_) => {
      const script = path.join(root, 'scripts/move-home.ts');
      const shell = createShell();
      const { exitCode, stderr } = await shell`${process.execPath} ${script} ${arguments_}`;
      expect({ exitCode, stderr }).toMatchObject({
        exitCode: 4,
        stderr: expect.stringContaining('https://'),
      });
    },
  );
});

/** Without the lines that show how to move. */
function withoutMoves(text: string): string {
  return text.replace(/^.*move-home.*$/gm, '');
}

async function copyOfPlaces(): Promise<string> {
  const copy = await temporaryFolder({});
  for (const file of homeFiles(root)) cpSync(path.join(root, file), path.join(copy, file));
  return copy;
}

function read(folder: string, file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}
