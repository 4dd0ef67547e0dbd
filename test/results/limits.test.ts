import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatLimits, readLimits } from '../../src/results/limits.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const recast = { exp_m2: 0.47, exp_m1: 0.64, exp: 0.89, exp_p1: 1.27, exp_p2: 1.75, obs: 1.34 };
const bands = { minus2: 0.47, minus1: 0.64, expected: 0.89, plus1: 1.27, plus2: 1.75 };

describe('limits among the results', () => {
  it('are read from the limit data of a RECAST analysis', async () => {
    const [table] = await read({ 'fit/limit_data.json': recast });
    expect(table).toEqual({
      file: 'fit/limit_data.json',
      format: 'recast',
      kind: 'upper-limit',
      points: [{ at: {}, observed: 1.34, ...bands }],
      problems: [],
    });
  });

  it('are told from p-values that have the same keys', async () => {
    const [table] = await read({ 'fit/limit_data_nomsignal.json': recast });
    expect(table).toMatchObject({ format: 'recast', kind: 'p-value' });
  });

  it('are told from the p-values of pyhf', async () => {
    const [table] = await read({
      'cls.json': { CLs_obs: 0.05, CLs_exp: [0.002, 0.01, 0.06, 0.2, 0.5] },
    });
    expect(table).toMatchObject({
      format: 'pyhf-cls',
      kind: 'p-value',
      points: [
        { observed: 0.05, minus2: 0.002, minus1: 0.01, expected: 0.06, plus1: 0.2, plus2: 0.5 },
      ],
    });
  });

  it('are read from one point of quickstats with its parameters', async () => {
    const [table] = await read({
      'limits.json': {
        mass: 30,
        '2': 1.75,
        '1': 1.27,
        '0': 0.89,
        '-1': 0.64,
        '-2': 0.47,
        obs: 1.34,
        inj: 0,
      },
    });
    expect(table).toMatchObject({
      format: 'quickstats',
      kind: 'upper-limit',
      points: [{ at: { mass: 30 }, observed: 1.34, ...bands }],
    });
  });

  it('are read from a scan of quickstats, in the order of the scan', async () => {
    const [table] = await read({
      'scan.json': {
        mass: [750, 500],
        '2': [1.75, 3],
        '1': [1.27, 2.5],
        '0': [0.89, 2],
        '-1': [0.64, 1.5],
        '-2': [0.47, 1],
        obs: [1.34, 0],
      },
    });
    expect(table?.points).toEqual([
      { at: { mass: 500 }, minus2: 1, minus1: 1.5, expected: 2, plus1: 2.5, plus2: 3 },
      { at: { mass: 750 }, observed: 1.34, ...bands },
    ]);
  });

  it('are read by mass from CollectLimits', async () => {
    const point = {
      'exp-2': 0.47,
      'exp-1': 0.64,
      exp0: 0.89,
      'exp+1': 1.27,
      'exp+2': 1.75,
      obs: 1.34,
    };
    const [table] = await read({
      'limits.json': { '1000.0': { ...point, obs: 2 }, '125.0': point },
    });
    expect(table).toMatchObject({ format: 'collect-limits', kind: 'upper-limit' });
    expect(table?.points.map(({ at, observed }) => [at, observed])).toEqual([
      [{ mass: 125 }, 1.34],
      [{ mass: 1000 }, 2],
    ]);
  });

  it('are read from HistFitter beside its p-values, without the values that mean "unset"', async () => {
    const point = {
      CLs: 0.2,
      CLsexp: 0.3,
      clsu1s: 0.4,
      clsd1s: 0.25,
      clsu2s: 0.5,
      clsd2s: 0.21,
      upperLimit: 1.34,
      expectedUpperLimit: 0.89,
      expectedUpperLimitPlus1Sig: 1.27,
      expectedUpperLimitPlus2Sig: 1.75,
      expectedUpperLimitMinus1Sig: 0.64,
      expectedUpperLimitMinus2Sig: 0.47,
      upperLimitEstimatedError: 0.01,
      excludedXsec: -999007,
      p0: 0.5,
      xsec: 0.1,
      m0: 400,
    };
    const tables = await read({ 'harvest.json': [point, { ...point, m0: 500, upperLimit: -1 }] });
    expect(tables).toMatchObject([
      {
        kind: 'p-value',
        points: [
          {
            at: { m0: 400 },
            observed: 0.2,
            minus2: 0.21,
            minus1: 0.25,
            expected: 0.3,
            plus1: 0.4,
            plus2: 0.5,
          },
          { at: { m0: 500 } },
        ],
        problems: [],
      },
      {
        kind: 'upper-limit',
        points: [{ at: { m0: 400 }, observed: 1.34, ...bands }, { at: { m0: 500 } }],
      },
    ]);
    expect(tables[1]?.points[1]).not.toHaveProperty('observed');
  });

  it('are read from what combine prints', async () => {
    const [table] = await read({
      'combine.log': [
        ' <<< Combine >>>',
        ' -- AsymptoticLimits ( CLs ) --',
        'Observed Limit: r < 1.3400',
        'Expected  2.5%: r < 0.4700',
        'Expected 16.0%: r < 0.6400',
        'Expected 50.0%: r < 0.8900',
        'Expected 84.0%: r < 1.2700',
        'Expected 97.5%: r < 1.7500',
        '',
      ].join('\n'),
    });
    expect(table).toMatchObject({
      format: 'combine',
      kind: 'upper-limit',
      points: [{ observed: 1.34, ...bands }],
    });
  });

  it('are read from what asymptotic fits print: the correct bands, not the guess', async () => {
    const [table] = await read({
      'fit.txt': [
        'Guess for bands',
        ...['+2sigma:  9', '+1sigma:  8', '-1sigma:  6', '-2sigma:  5', 'Median:   7'],
        'Correct bands',
        ...[
          '+2sigma:  1.75',
          '+1sigma:  1.27',
          '-1sigma:  0.64',
          '-2sigma:  0.47',
          'Median:   0.89',
        ],
        'Observed: 1.34',
      ].join('\n'),
    });
    expect(table).toMatchObject({
      format: 'asymptotics',
      kind: 'upper-limit',
      points: [{ observed: 1.34, ...bands }],
    });
  });

  it('take a blind observation as absent', async () => {
    for (const obs of [0, -1, null]) {
      const [table] = await read({ 'limit_data.json': { ...recast, obs } });
      expect(table?.points).toEqual([{ at: {}, ...bands }]);
    }
  });

  it('take the numbers that only Python writes as absent', async () => {
    const [table] = await read({
      'limits.json': '{"125.0": {"exp0": 0.89, "obs": NaN, "exp+1": Infinity}}',
    });
    expect(table?.points).toEqual([{ at: { mass: 125 }, expected: 0.89 }]);
  });

  it('have a problem when the bands are out of order', async () => {
    const [table] = await read({ 'limit_data.json': { ...recast, exp_m1: 2 } });
    expect(table?.problems).toEqual([
      'The expected bands are not in order: 0.47, 2, 0.89, 1.27, 1.75.',
    ]);
  });

  it.each([
    ['an unrelated object', 'x.json', '{"results": [1, 2]}'],
    ['broken JSON', 'x.json', '{"exp": 1,'],
    ['bare values', 'x.json', '3'],
    ['an empty object', 'x.json', '{}'],
    ['a log without limits', 'x.log', 'Observed Limit: r < 1.2\nMedian: 3\n'],
    ['limits in a file of another kind', 'x.root', JSON.stringify(recast)],
  ])('are not seen in %s', async (_what, file, content) => {
    expect(await read({ [file]: content })).toEqual([]);
  });

  it('are not read from outside of the results, or from a file too large to be a table', async () => {
    const outside = await temporaryFolder({ 'limit_data.json': JSON.stringify(recast) });
    const folder = await temporaryFolder({
      'large.json': `${' '.repeat(5_000_000)}${JSON.stringify(recast)}`,
    });
    await symlink(outside, path.join(folder, 'linked'));
    await symlink(path.join(outside, 'limit_data.json'), path.join(folder, 'link.json'));
    const asked = [
      'linked/limit_data.json',
      'link.json',
      'large.json',
      `../${path.basename(outside)}/limit_data.json`,
    ];
    expect(await readLimits(folder, asked)).toEqual([]);
  });

  it('do not take long to be not found', async () => {
    const hostile = `${'\n'.repeat(1_000_000)}${' '.repeat(1_000_000)}${'[ '.repeat(500_000)}`;
    const begun = performance.now();
    expect(await read({ 'a.json': `${hostile}NaN`, 'a.log': hostile })).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('are shown as a table of plain text', async () => {
    const tables = await read({ 'limits.json': { '125.0': { exp0: 0.123456, obs: 2 } } });
    expect(formatLimits(tables)).toBe(
      [
        'limits.json: upper limits at 95 % CL',
        '  mass  observed  expected  -2σ  -1σ  +1σ  +2σ',
        '  125   2         0.1235    -    -    -    -',
        '',
      ].join('\n'),
    );
  });
});

/** Reads all of `files`; a content that is no text is written as JSON. */
async function read(files: Readonly<Record<string, unknown>>) {
  const contents = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  const folder = await temporaryFolder(Object.fromEntries(contents) as Record<string, string>);
  return readLimits(folder, Object.keys(files));
}
