/** The options of `reana-ci scan`: those of `run` that make sense for many runs, and those of the points. */
import { scanDefaults } from '../../scan/defaults.ts';
import type { PointOptions } from '../../scan/read-points.ts';
import { createOptionReader, type OptionKind } from '../run/option-reader.ts';
import { readRunOptions, type RunCommandOptions, runOptions } from '../run/options.ts';

export interface ScanCommandOptions extends RunCommandOptions, PointOptions {
  readonly concurrency?: string | undefined;
  readonly failFast?: boolean | undefined;
}

/** Without those about one archive, and secrets of one run; a scan resumes unless it is told not to. */
const left = [
  ...['archive', 'compression', 'resume', 'results', 'json'],
  ...['id-token-for', 'id-token-service'],
];

const pointOptions: readonly OptionKind[] = [
  {
    flag: 'point-parameter',
    value: '<NAME=VALUE,…>',
    list: 'assignments',
    description: 'input parameter with its values, one run each; several options form a grid',
  },
  {
    flag: 'point-var',
    value: '<NAME=VALUE,…>',
    list: 'assignments',
    description: 'values that replace VAR_<NAME>, one run each',
  },
  {
    flag: 'point-input',
    value: '<dataset,…>',
    list: 'plain',
    description: 'datasets that replace VAR_INPUT, one run each',
  },
  { flag: 'points', value: '<file>', description: 'CSV, YAML or JSON file of points' },
  {
    flag: 'concurrency',
    value: '<count>',
    description: `number of runs in parallel (${scanDefaults.concurrency})`,
  },
  { flag: 'fail-fast', description: 'stop the scan when a point fails' },
  {
    flag: 'results',
    value: '<folder>',
    description: `folder for the table and one results folder per point (${scanDefaults.results})`,
  },
  { flag: 'json', description: 'print scan.json on stdout' },
];

export const scanOptions: readonly OptionKind[] = [
  ...pointOptions,
  ...runOptions.filter(({ flag }) => !left.includes(flag)),
];

/**
 * Puts together what flags and environment say, as {@link readRunOptions} does.
 *
 * @throws ReanaCiError `usage` when a variable that stands for a switch holds neither true nor false
 */
export function readScanOptions(
  ...[flags, analysis, env]: Parameters<typeof readRunOptions>
): ScanCommandOptions {
  const { text, list, isOn } = createOptionReader(scanOptions, flags, env);
  return {
    ...readRunOptions(flags, analysis, env),
    pointParameter: list('point-parameter'),
    pointVar: list('point-var'),
    pointInput: list('point-input'),
    points: text('points'),
    concurrency: text('concurrency'),
    failFast: isOn('fail-fast'),
  };
}
