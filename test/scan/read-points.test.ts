import { describe, expect, it } from 'vitest';
import { formatFinding } from '../../src/base/error.ts';
import { createMistakes } from '../../src/run/plan/mistakes.ts';
import type { RunSettings } from '../../src/run/plan/settings.ts';
import { type PointOptions, readPoints } from '../../src/scan/read-points.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const nothing = { pointParameter: [], pointVar: [], pointInput: [] };
const noShared: Pick<RunSettings, 'parameters' | 'variables' | 'datasets'> = {
  parameters: {},
  variables: {},
  datasets: [],
};

async function read(
  options: Partial<PointOptions>,
  {
    files = {},
    shared = noShared,
  }: { files?: Record<string, string>; shared?: typeof noShared } = {},
) {
  const mistakes = createMistakes();
  const cwd = await temporaryFolder(files);
  const { points, warnings } = await readPoints({ ...nothing, ...options }, shared, cwd, mistakes);
  return {
    names: points.map(({ point }) => point.name),
    points,
    warnings: warnings.map(formatFinding),
    error: mistakes.error(),
  };
}

function readFile(name: string, content: string) {
  return read({ points: name }, { files: { [name]: content } });
}

describe('points given by options', () => {
  it('are all combinations, the last option changing fastest', async () => {
    const { names, error } = await read({
      pointParameter: ['mass=300,500', 'width=narrow,wide'],
    });
    expect(error).toBeUndefined();
    expect(names).toEqual([
      'mass=300,width=narrow',
      'mass=300,width=wide',
      'mass=500,width=narrow',
      'mass=500,width=wide',
    ]);
  });

  it('vary parameters, variables and datasets', async () => {
    const { points } = await read({
      pointParameter: ['mass=1'],
      pointVar: ['CHANNEL=ee'],
      pointInput: ['mc23.1.a.DAOD/', 'mc23.2.a.DAOD'],
    });
    expect(points.map(({ point: { name: _name, ...inputs } }) => inputs)).toEqual(
      ['1', '2'].map((number) => ({
        parameters: { mass: '1' },
        variables: { CHANNEL: 'ee' },
        datasets: [`mc23:mc23.${number}.a.DAOD`],
      })),
    );
  });

  it('keep the commas within brackets', async () => {
    const { points } = await read({ pointParameter: ['bins=[1,2],[1,[2,3]]'] });
    expect(points.map(({ point }) => point.parameters.bins)).toEqual(['[1,2]', '[1,[2,3]]']);
  });

  it('are run once when they are given twice', async () => {
    const { names, warnings } = await read({ pointParameter: ['mass=300,500,300'] });
    expect(names).toEqual(['mass=300', 'mass=500']);
    expect(warnings).toEqual(['mass=300 is the same point; it is run once']);
  });

  it.each<[string, Partial<PointOptions>, string]>([
    ['nothing', {}, 'A scan needs points'],
    ['no assignment', { pointParameter: ['300'] }, '"300" is not NAME=VALUE'],
    ['an empty value', { pointVar: ['A=1,,2'] }, '--point-var: A has an empty value'],
    ['a name twice', { pointParameter: ['a=1', 'a=2'] }, '--point-parameter: a is given twice'],
    ['a dataset that is none', { pointInput: ['%{DS1}'] }, 'a pchain placeholder'],
    [
      'too many combinations',
      { pointParameter: ['a', 'b', 'c'].map((name) => `${name}=${'1,'.repeat(19)}1`) },
      'A scan has 1000 points at most, not 8000.',
    ],
    ['a file that is not there', { points: 'points.csv' }, 'points.csv does not exist'],
  ])('are refused when there is %s', async (_what, options, message) => {
    const { error, names } = await read(options);
    expect(error?.message).toContain(message);
    expect(error?.exitCode).toBe(4);
    expect(names).toEqual([]);
  });

  it('may not set what is set for all points', async () => {
    const shared = { parameters: { mass: '1' }, variables: { A: '1' }, datasets: ['a:b'] };
    const { error } = await read(
      { pointParameter: ['mass=300', 'A=1'], pointInput: ['a:c'] },
      { shared },
    );
    expect(error?.message).toBe('The points set mass, VAR_INPUT more than once.');
  });
});

describe('a file of points', () => {
  const rows = [
    { parameters: { mass: '300.0', bins: '[1,2]' }, variables: { CHANNEL: 'ee' }, datasets: [] },
    { parameters: { mass: '500' }, variables: {}, datasets: ['a:x', 'a:y'] },
  ];

  it.each([
    ['points.csv', 'mass,bins,VAR_CHANNEL,VAR_INPUT\r\n300.0,"[1,2]",ee,\r\n500,,,"a:x,a:y"\r\n'],
    [
      'points.yaml',
      '- { mass: 300.0, bins: [1, 2], VAR_CHANNEL: ee }\n- { mass: 500, bins: null, VAR_INPUT: [a:x, a:y] }\n',
    ],
    [
      'points.json',
      '[{"mass": 300.0, "bins": [1,2], "VAR_CHANNEL": "ee"}, {"mass": 500, "VAR_INPUT": "a:x,a:y"}]',
    ],
  ])('may be %s', async (name, content) => {
    const { points, error } = await readFile(name, content);
    expect(error).toBeUndefined();
    expect(points.map(({ point: { name: _name, ...inputs } }) => inputs)).toEqual(rows);
  });

  it('may name values to combine', async () => {
    const { names } = await readFile('grid.yaml', 'mass: [300, 500]\ntune: [A, B]\nfixed: 1\n');
    expect(names).toEqual([
      'mass=300,tune=A,fixed=1',
      'mass=300,tune=B,fixed=1',
      'mass=500,tune=A,fixed=1',
      'mass=500,tune=B,fixed=1',
    ]);
  });

  it('is combined with what options vary', async () => {
    const { names } = await read(
      { points: 'p.csv', pointVar: ['CHANNEL=ee,mumu'] },
      { files: { 'p.csv': 'mass\n300\n500\n' } },
    );
    expect(names).toEqual([
      'mass=300,VAR_CHANNEL=ee',
      'mass=300,VAR_CHANNEL=mumu',
      'mass=500,VAR_CHANNEL=ee',
      'mass=500,VAR_CHANNEL=mumu',
    ]);
  });

  it('tells points that are there twice, in whatever order', async () => {
    const { names, warnings } = await readFile('p.yaml', '- {a: 1, b: 2}\n- {b: 2, a: 1}\n');
    expect(names).toEqual(['a=1,b=2']);
    expect(warnings).toEqual([
      'p.yaml:2:3: a=1,b=2 is the same point as in line 1; it is run once',
    ]);
  });

  it('remembers where each point stands', async () => {
    const { points } = await readFile('p.csv', '\uFEFF mass , tune\n\n 300,"a ""b"""\n');
    expect(points).toMatchObject([
      { point: { parameters: { mass: '300', tune: 'a "b"' } }, place: { line: 3, column: 2 } },
    ]);
  });

  it.each([
    ['p.csv', '', ['p.csv:1:1: there is no point in this file']],
    ['p.csv', 'a,b\n', ['p.csv:1:1: there is no point in this file']],
    [
      'p.csv',
      'a,,a\n1,2\n"x" y,2,3\n4,5,"6\n',
      [
        'p.csv:1:3: a column has no name',
        'p.csv:1:4: a is there twice',
        'p.csv:2:1: 2 values, where the first line has 3 names',
        'p.csv:3:1: the quotes in this line do not fit together',
        'p.csv:4:5: the quotes in this line do not fit together',
      ],
    ],
    [
      'p.csv',
      'a,VAR_INPUT\n1,%{DS1}\n,\n2,a:b:c\n',
      [
        'p.csv:2:3: not the name of a dataset: "%{DS1}" is a pchain placeholder that was not filled in',
        'p.csv:3:1: this point sets nothing',
        'p.csv:4:3: not the name of a dataset: "a:b:c" has more than one colon',
      ],
    ],
    [
      'p.yaml',
      '- 5\n- {}\n',
      ['p.yaml:1:3: this point is no mapping', 'p.yaml:2:3: this point sets nothing'],
    ],
    ['p.yaml', 'just text\n', ['p.yaml:1:1: the file holds no list of points']],
    ['p.yaml', 'a: []\nb: [1]\n', ['p.yaml:1:4: a has no value']],
    [
      'p.yaml',
      ['a', 'b', 'c'].map((name) => `${name}: [${'1, '.repeat(19)}1]`).join('\n'),
      ['p.yaml:1:1: these are 8000 combinations; a scan has 1000 points at most'],
    ],
    ['p.json', '[{"a": 1}', ['p.json:1:10: Flow sequence must end with a ]']],
  ])('%s is refused with all its mistakes: %j', async (name, content, expected) => {
    const { error, names } = await readFile(name, content);
    expect(error?.code).toBe('specification');
    expect(error?.findings.map(formatFinding)).toEqual(expected);
    expect(names).toEqual([]);
  });
});
