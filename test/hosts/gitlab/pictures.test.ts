import { describe, expect, it } from 'vitest';
import { uploadPictures } from '../../../src/hosts/gitlab/pictures.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../../temporary-folder.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

/** Uploads what is wanted of `files`, to a GitLab that answers `answer`. */
async function upload(
  files: Readonly<Record<string, Buffer | string>>,
  patterns: readonly string[],
  answer = (name: string) => `![${name}](/uploads/0a1b2c/${name})`,
) {
  const directory = await temporaryFolder({});
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), content);
  }
  const names: string[] = [];
  const contents: Uint8Array[] = [];
  const warnings: string[] = [];
  const client = {
    uploadFile(_project: number, name: string, content: Uint8Array) {
      names.push(name);
      contents.push(content);
      return Promise.resolve(answer(name));
    },
  };
  const records = Object.entries(files).map(([name, content]) => ({
    path: name,
    size: content.length,
    sha256: '',
  }));
  const source = { directory, files: records, patterns };
  const warn = (message: string) => warnings.push(message);
  const { signal } = new AbortController();
  const pictures = await uploadPictures(42, source, { client, warn, signal });
  return { names, contents, pictures, warnings };
}

describe('the pictures of a note', () => {
  it('are those the analysis names', async () => {
    const files = { 'plots/a.png': png, 'plots/b.png': png, 'c.png': png };
    const { names, pictures } = await upload(files, ['plots/*.png']);
    expect(names).toEqual(['a.png', 'b.png']);
    expect(pictures[0]).toBe('`plots/a.png`<br>![plot](/uploads/0a1b2c/a.png){width=60%}');
  });

  it('are none where the analysis names none', async () => {
    expect((await upload({ 'a.png': png }, [])).names).toEqual([]);
  });

  it('are drawn from SVG', { timeout: 60_000 }, async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><text y="9">a</text></svg>';
    const { names, contents, pictures, warnings } = await upload({ 'plots/a.svg': svg }, ['**']);
    expect(warnings).toEqual([]);
    expect(names).toEqual(['a.png']);
    expect(Buffer.from(contents[0] ?? []).subarray(0, 8)).toEqual(png.subarray(0, 8));
    expect(pictures[0]).toMatch(/^`plots\/a\.svg`<br>!\[plot\]\(\/uploads/);
  });

  it(
    'are left out when they are none, each with a line that says why',
    { timeout: 60_000 },
    async () => {
      const files = {
        'a.png': '<svg/>',
        'b.png': Buffer.concat([png, Buffer.alloc(3_000_000)]),
        'c.svg': 'sorry, no plot',
        'd.png': png,
      };
      const { names, warnings } = await upload(files, ['*']);
      expect(names).toEqual(['d.png']);
      expect(warnings).toEqual([
        'a.png is not shown: it is neither PNG nor SVG.',
        'b.png is not shown: it is larger than 2.0 MiB.',
        'c.svg is not shown: it cannot be read: unknown token at 1:1.',
      ]);
    },
  );

  it('are not looked for among files without end', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index}.txt`, 'no picture']),
    );
    const { warnings } = await upload(files, ['*']);
    expect(warnings).toHaveLength(7);
    expect(warnings.at(-1)).toMatch(/^No more files are tried/);
    const slow = await upload({ ['a'.repeat(200)]: png }, [`${'*a'.repeat(30)}b`]);
    expect(slow.warnings).toEqual([
      'No pictures are shown: matching their patterns takes too long.',
    ]);
  });

  it('are six at most', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`${index}.png`, png]),
    );
    expect((await upload(files, ['*'])).pictures).toHaveLength(6);
  });

  it('are shown from the place of uploads only', async () => {
    const { pictures } = await upload(
      { 'a.png': png },
      ['*'],
      () => '![a](https://evil.example/a)',
    );
    expect(pictures).toEqual([]);
  });
});
