import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMetricsFile, writeMetricsFile } from '../../../src/results/metrics/metrics-file.ts';
import { readMetrics } from '../../../src/results/metrics/read-metrics.ts';
import { parseSettings, readSettings } from '../../../src/specification/settings-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const recast = { exp_m2: 0.47, exp_m1: 0.64, exp: 0.89, exp_p1: 1.27, exp_p2: 1.75, obs: 1.34 };

async function read(settings: string, files: Readonly<Record<string, string>>) {
  const directory = await temporaryFolder(files);
  const { metrics, problems } = parseSettings(settings);
  expect(problems).toEqual([]);
  return readMetrics(directory, Object.keys(files), metrics);
}

const declared = `
metrics:
  - label: Signal yield
    file: fit/yields.json
    pointer: /regions/0/signal~1total
    unit: events
    better: higher
  - name: chi2
    label: χ²/ndf
    file: fit/log.txt
    pattern: 'chi2/ndf = ([0-9.]+)'
    better: lower
`;

describe('declared metrics', () => {
  it('are read by JSON pointer and by regular expression', async () => {
    const metrics = await read(declared, {
      'fit/yields.json': '{"regions": [{"signal/total": 12.5}], "x": NaN}',
      'fit/log.txt': 'step 1\nchi2/ndf = 1.07\nchi2/ndf = 9\n',
    });
    expect(metrics).toEqual([
      {
        name: 'signal_yield',
        label: 'Signal yield',
        unit: 'events',
        better: 'higher',
        value: 12.5,
      },
      { name: 'chi2', label: 'χ²/ndf', better: 'lower', value: 1.07 },
    ]);
  });

  it('say why they have no value', async () => {
    const [first, second] = await read(declared, {
      'fit/yields.json': '{"regions": []}',
      'other.txt': '',
    });
    expect(first?.problem).toBe('fit/yields.json has nothing at /regions/0/signal~1total');
    expect(second?.problem).toBe('fit/log.txt is not among the outputs');
  });

  it('do not wait for a pattern without end', async () => {
    const settings = "metrics: [{label: a, file: a.txt, pattern: '^(a+)+$'}]";
    const [metric] = await read(settings, { 'a.txt': `${'a'.repeat(60)}b\n` });
    expect(metric?.problem).toBe('the pattern takes too long in a.txt');
  });

  it.each(['true', '"abc"', '[1]', '{}', '""'])('take no %s for a number', async (value) => {
    const settings = 'metrics: [{label: a, file: a.json, pointer: /a}]';
    const [metric] = await read(settings, { 'a.json': `{"a": ${value}}` });
    expect(metric).toMatchObject({ problem: '/a in a.json is no number' });
  });

  it('do not follow a link out of the results', async () => {
    const outside = await temporaryFolder({ 'secret.json': '{"a": 1}' });
    const directory = await temporaryFolder({});
    await symlink(path.join(outside, 'secret.json'), path.join(directory, 'a.json'));
    const { metrics } = parseSettings('metrics: [{label: a, file: a.json, pointer: /a}]');
    const [metric] = await readMetrics(directory, ['a.json'], metrics);
    expect(metric?.value).toBeUndefined();
  });

  it.each([
    ['metrics: 1', '1:10 wrong-type'],
    ['metrics: [1]', '1:11 wrong-type'],
    ['metrics: [{label: a, pointer: /a}]', '1:11 wrong-path'],
    ['metrics: [{label: a, file: ../a, pointer: /a}]', '1:28 wrong-path'],
    ['metrics: [{file: a, pointer: /a}]', '1:11 missing-key'],
    ['metrics: [{label: a, file: a}]', '1:11 missing-key'],
    ['metrics: [{label: a, file: a, pointer: b}]', '1:40 wrong-pointer'],
    ["metrics: [{label: a, file: a, pattern: '('}]", '1:40 wrong-pattern'],
    ['metrics: [{label: a, file: a, pointer: /a, better: less}]', '1:52 wrong-value'],
    ['metrics: [{label: a, file: a, pointer: /a, colour: red}]', '1:52 unknown-key'],
  ])('are checked: %s', (text, place) => {
    const { problems } = parseSettings(text);
    const places = problems.map(({ line, column, rule }) => `${line ?? 0}:${column ?? 0} ${rule}`);
    expect(places).toEqual([place]);
  });

  it('are none without the file, and problems when it is no YAML', async () => {
    expect(await readSettings(await temporaryFolder({}))).toEqual({
      metrics: [],
      pictures: [],
      lintRules: [],
      problems: [],
    });
    const { problems } = await readSettings(
      await temporaryFolder({ '.reana-ci.yml': 'metrics: [' }),
    );
    expect(problems.length).toBeGreaterThan(0);
  });
});

describe('limits as metrics', () => {
  it('are found without being declared; the expected one has a direction and a band', async () => {
    const metrics = await read('', { 'fit/limit_data.json': JSON.stringify(recast) });
    expect(metrics).toEqual([
      {
        name: 'limit_fit_limit_data_json_observed',
        label: 'Observed limit (fit/limit_data.json)',
        value: 1.34,
      },
      {
        name: 'limit_fit_limit_data_json_expected',
        label: 'Expected limit (fit/limit_data.json)',
        better: 'lower',
        value: 0.89,
        band: { low: 0.64, high: 1.27 },
      },
    ]);
  });

  it('are never p-values', async () => {
    const metrics = await read('', { 'limit_data_nomsignal.json': JSON.stringify(recast) });
    expect(metrics.map(({ label }) => label)).toEqual([
      'Observed CLs p-value (limit_data_nomsignal.json)',
      'Expected CLs p-value (limit_data_nomsignal.json)',
    ]);
    expect(metrics.some(({ better }) => better !== undefined)).toBe(false);
  });

  it('give way to a metric declared for the same file', async () => {
    const settings = 'metrics: [{label: mu, file: limit.json, pointer: /exp}]';
    const metrics = await read(settings, { 'limit.json': JSON.stringify(recast) });
    expect(metrics.map(({ label }) => label)).toEqual(['mu']);
  });
});

describe('metrics.json', () => {
  it('is read as it was written', () => {
    const file = {
      version: 1 as const,
      source: '1a2b3c4d',
      url: 'https://gitlab.example.org/-/jobs/1',
      metrics: [{ name: 'a', label: 'A', value: 1, band: { low: 0, high: 2 } }],
    };
    expect(readMetricsFile(writeMetricsFile(file))).toEqual(file);
  });

  it.each(['', '[]', '{"version":2}', '{"version":1,"source":"a","metrics":[{"name":1}]}'])(
    'is none of ours: %s',
    (text) => {
      expect(readMetricsFile(text)).toBeUndefined();
    },
  );
});
