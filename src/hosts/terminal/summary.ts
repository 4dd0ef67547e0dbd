/** The end of a run on a terminal: the limits, if the results hold some, and where everything is. */
import path from 'node:path';
import { formatBytes, formatCount } from '../../base/format.ts';
import { formatTable, plainText } from '../../base/table.ts';
import { formatLimits, type LimitTable } from '../../results/limits.ts';
import { pageFile } from '../../results/page/write-page.ts';
import { countTests } from '../../results/test-count.ts';
import type { RunRecord } from '../../results/run-record.ts';
import type { RunReport } from '../../run/host.ts';

/** A limit scan can have hundreds of points; the whole is in the outputs. */
const longestTable = 40;

/**
 * @param limits as found among the outputs
 * @param cwd paths are shown relative to it
 * @returns lines; none for a run that has brought nothing
 */
export function summarise(
  { record, results }: RunReport,
  limits: readonly LimitTable[],
  cwd: string,
): string[] {
  if (results === undefined || record.id === undefined) return [];
  const lines =
    limits.length === 0 ? [] : ['', ...shorten(formatLimits(limits).trimEnd().split('\n'))];
  return [
    ...lines,
    ...describeTests(record),
    '',
    ...formatTable(describePlaces(record, results, cwd)),
    ...describeMissing(record),
  ];
}

function describePlaces(record: RunRecord, results: string, cwd: string): string[][] {
  const shown = (place: string) => {
    const relative = path.relative(cwd, place);
    return relative === '' ? '.' : relative.startsWith('..') ? place : relative;
  };
  const { files, steps, archive } = record;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const places: string[][] = [];
  if (files.length > 0) {
    const size = `${formatCount(files.length, 'file')}, ${formatBytes(bytes)}`;
    places.push(['outputs', shown(path.join(results, 'outputs')), size]);
  }
  if (archive !== undefined) places.push(['archive', archive]);
  if (steps.length > 0) {
    places.push(['logs', shown(path.join(results, 'logs')), formatCount(steps.length, 'step')]);
  }
  return [
    ...places,
    ['record', shown(path.join(results, 'run.json'))],
    ['page', shown(path.join(results, pageFile))],
  ];
}

/** All that did not hold, and how many did. */
function describeTests({ tests = [] }: RunRecord): string[] {
  if (tests.length === 0) return [];
  const lines = tests
    .filter(({ status }) => status === 'failed')
    .slice(0, longestTable)
    .map(
      ({ feature, line, scenario, message = '' }) =>
        `  ${plainText(`${scenario}: ${message} (${feature}:${line})`)}`,
    );
  return ['', `tests    ${countTests(tests)}`, ...lines];
}

function describeMissing({ missing, status }: RunRecord): string[] {
  if (missing.length === 0 || status !== 'finished') return [];
  return ['', `Not among the files of the run: ${plainText(missing.join(', '))}`];
}

function shorten(lines: readonly string[]): readonly string[] {
  if (lines.length <= longestTable) return lines;
  const rest = lines.length - longestTable;
  return [...lines.slice(0, longestTable), `… ${formatCount(rest, 'more line')} in the outputs`];
}
