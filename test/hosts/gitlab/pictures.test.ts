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
  const client = {
    uploadFile(_project: number, name: string) {
      names.push(name);
      return Promise.resolve(answer(name));
    },
  };
  const records = Object.entries(files).map(([name, content]) => ({
    path: name,
    size: content.length,
    sha256: '',
  }));
  const pictures = await uploadPictures(client, 42, { directory, files: records, patterns });
  return { names, pictures };
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

  it('are PNG by content, and not large', async () => {
    const files = { 'a.png': '<svg/>', 'b.png': Buffer.concat([png, Buffer.alloc(3_000_000)]) };
    expect((await upload(files, ['*.png'])).names).toEqual([]);
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
