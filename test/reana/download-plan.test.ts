import { describe, expect, it } from 'vitest';

import { mayUseArchives, planDownload } from '../../src/reana/download-plan.ts';
import type { WorkspaceFile } from '../../src/reana/types.ts';

function files(names: readonly string[], size = 1000): WorkspaceFile[] {
  return names.map((path) => ({ path, size, modified: '' }));
}

function numbered(folder: string, count: number, size = 1000): WorkspaceFile[] {
  return files(
    Array.from({ length: count }, (_, i) => `${folder}/${i}.txt`),
    size,
  );
}

const MiB = 2 ** 20;

function summary(wanted: readonly WorkspaceFile[], listed: readonly WorkspaceFile[] = wanted) {
  const plan = planDownload(wanted, listed);
  return {
    archives: Object.fromEntries(plan.archives.map(({ target, files }) => [target, files.length])),
    singles: plan.singles.length,
  };
}

describe('planning a download', () => {
  it('takes a folder of many small files as one archive, with the folders below', () => {
    const wanted = [...numbered('plots', 20), ...numbered('plots/more', 20)];
    expect(summary(wanted)).toEqual({ archives: { plots: 40 }, singles: 0 });
  });

  it('takes few files one by one', () => {
    expect(summary(numbered('plots', 7))).toEqual({ archives: {}, singles: 7 });
  });

  it('takes large files one by one', () => {
    expect(summary(numbered('trees', 10, 5 * MiB))).toEqual({ archives: {}, singles: 10 });
  });

  it('takes small folders within a large one', () => {
    const wanted = [...numbered('out/a', 100), ...numbered('out/b', 3, 50 * MiB)];
    expect(summary(wanted)).toEqual({ archives: { 'out/a': 100 }, singles: 3 });
  });

  it('does not take a folder for a part of it', () => {
    const listed = [...numbered('plots', 100)];
    expect(summary(listed.slice(0, 20), listed)).toEqual({ archives: {}, singles: 20 });
  });

  it('does not take a folder in which one large file is not wanted', () => {
    const wanted = numbered('plots', 20);
    const listed = [...wanted, ...files(['plots/huge.root'], 40 * MiB)];
    expect(summary(wanted, listed)).toEqual({ archives: {}, singles: 20 });
  });

  it('cannot take the workspace itself', () => {
    const names = Array.from({ length: 30 }, (_, i) => `${i}.txt`);
    expect(summary(files(names))).toEqual({ archives: {}, singles: 30 });
  });

  it('takes files whose names break URLs like all others', () => {
    const wanted = files(['results/cut#3/plot.png', 'results/ok.png', '50%.txt', 'what?']);
    expect(summary(wanted)).toEqual({ archives: {}, singles: 4 });
  });

  it('bounds an archive by what is listed', () => {
    const [archive] = planDownload(numbered('a', 10), numbered('a', 11)).archives;
    expect(archive?.limit).toBeGreaterThan(11_000);
    expect(archive?.limit).toBeLessThan(100_000);
  });

  it('knows from the wanted files alone when no archive comes into question', () => {
    expect(mayUseArchives(numbered('plots', 7))).toBe(false);
    expect(mayUseArchives(numbered('plots', 8))).toBe(true);
    expect(mayUseArchives(files(['a#b']))).toBe(false);
  });
});
