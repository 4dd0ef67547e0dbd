import { describe, expect, it } from 'vitest';
import { expandOutputs } from '../../src/results/output-selection.ts';

const listing = [
  'reana.yaml',
  'limit_stage/output.json',
  'limit_stage/.hidden/log.txt',
  'limit_stage_2/output.json',
  'plots/mass[1].png',
  'plots/mass1.png',
  'plots/deep/er.png',
].map((path) => ({ path, size: 1, modified: '2026-01-31T12:00:00' }));

function select(files: string[], directories: string[] = []) {
  const selection = expandOutputs(listing, { files, directories });
  return { files: selection.files.map(({ path }) => path), missing: selection.missing };
}

describe('the selection of outputs', () => {
  it('takes a folder with all below it, dot files too, and no namesake', () => {
    expect(select([], ['limit_stage'])).toEqual({
      files: ['limit_stage/.hidden/log.txt', 'limit_stage/output.json'],
      missing: [],
    });
  });

  it('takes names spelled with ./ or an ending slash', () => {
    expect(select(['./reana.yaml'], ['./limit_stage_2/'])).toEqual({
      files: ['limit_stage_2/output.json', 'reana.yaml'],
      missing: [],
    });
  });

  it.each([
    ['plots/*.png', ['plots/mass1.png', 'plots/mass[1].png']],
    ['**/*.png', ['plots/deep/er.png', 'plots/mass1.png', 'plots/mass[1].png']],
    ['**/log.txt', ['limit_stage/.hidden/log.txt']],
    [
      'limit_stage*',
      ['limit_stage/.hidden/log.txt', 'limit_stage/output.json', 'limit_stage_2/output.json'],
    ],
    ['plots/mass?.png', ['plots/mass1.png']],
  ])('expands the glob %s', (glob, files) => {
    expect(select([glob])).toEqual({ files, missing: [] });
  });

  it('takes a name literally before it takes it as a glob', () => {
    expect(select(['plots/mass[1].png']).files).toContain('plots/mass[1].png');
  });

  it('takes a folder that is listed among the files', () => {
    expect(select(['plots/deep']).files).toEqual(['plots/deep/er.png']);
  });

  it('takes the whole workspace for "."', () => {
    expect(select([], ['.']).files).toHaveLength(listing.length);
  });

  it('gives each file once, sorted, however often and in whatever order it is declared', () => {
    expect(select(['reana.yaml', 'limit_stage/output.json'], ['limit_stage']).files).toEqual([
      'limit_stage/.hidden/log.txt',
      'limit_stage/output.json',
      'reana.yaml',
    ]);
  });

  it('names what is missing as it was declared, also what leads out of the workspace', () => {
    expect(select(['gone.root', '../other'], ['/etc', './none/'])).toEqual({
      files: [],
      missing: ['gone.root', '../other', '/etc', './none/'],
    });
  });

  it('gives up on a glob that takes for ever', () => {
    const file = { path: `${'a'.repeat(200)}/x`, size: 1, modified: '2026-01-31T12:00:00' };
    const endless = { files: [`${'*a'.repeat(40)}b`], directories: [] };
    expect(() => expandOutputs([file], endless, 100)).toThrow(
      expect.objectContaining({ code: 'output-missing', exitCode: 7 }),
    );
  });
});
