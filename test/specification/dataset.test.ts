import { describe, expect, it } from 'vitest';
import { parseDatasets } from '../../src/specification/dataset.ts';
import { errorOf } from './analysis.ts';

describe('a dataset name', () => {
  it.each([
    ['mc23_13p6TeV:mc23_13p6TeV.801234.x.DAOD', 'mc23_13p6TeV:mc23_13p6TeV.801234.x.DAOD'],
    ['mc16_13TeV:mc16_13TeV.1.DAOD.e1_s2/', 'mc16_13TeV:mc16_13TeV.1.DAOD.e1_s2'],
    ['mc16_13TeV.1.DAOD.e1_s2/', 'mc16_13TeV:mc16_13TeV.1.DAOD.e1_s2'],
    [
      'user.jdoe.wf_000_inner_work_deriv_DAOD_HIGG2D1.pool.root.1/',
      'user.jdoe:user.jdoe.wf_000_inner_work_deriv_DAOD_HIGG2D1.pool.root.1',
    ],
    ['group.phys-higgs.sample', 'group.phys-higgs:group.phys-higgs.sample'],
    ['data18:x', 'data18:x'],
  ])('%s becomes %s', (given, normalised) => {
    expect(parseDatasets([given])).toEqual([normalised]);
  });

  it('may come in lists with commas, in their order, each once', () => {
    expect(parseDatasets(['s:a/, s:b', 's:a,t:c'])).toEqual(['s:a', 's:b', 't:c']);
  });

  it.each([
    '',
    'a:b:c',
    's:a//',
    's:a/b',
    's:',
    ':a',
    's:-a',
    's:a b',
    's:a;rm -rf ~',
    's:$(id)',
    's:`id`',
    "s:a'",
    's:a"',
    's:a\nb',
    's:a#b',
    's:{a}',
    's:*',
    's:é',
    '%{DS1}',
    '%IN',
    'user.jdoe.wf.___idds___num_run___/',
    `s:${'a'.repeat(251)}`,
    `${'s'.repeat(26)}:a`,
    `${'s'.repeat(26)}.a`,
  ])('%j is refused', async (given) => {
    expect((await errorOf(() => parseDatasets([given]))).code).toBe('usage');
  });

  it('is refused together with all other bad ones', async () => {
    const { message } = await errorOf(() => parseDatasets(['s:ok,a:b:c', '%{DS2}']));
    expect(message).toContain('"a:b:c" has more than one colon');
    expect(message).toContain('"%{DS2}" is a pchain placeholder');
    expect(message).not.toContain('s:ok');
  });
});
