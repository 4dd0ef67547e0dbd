/** Limits among the results, found without being told where: each known format by its content. */
import { formatTable } from '../base/table.ts';
import { readAsymptotics } from './limits/asymptotics.ts';
import { readCollectLimits } from './limits/collect-limits.ts';
import { readCombine } from './limits/combine.ts';
import { readHistFitter } from './limits/histfitter.ts';
import type { LimitPoint, LimitTable } from './limits/limit-table.ts';
import { readPyhf } from './limits/pyhf.ts';
import { readQuickstats } from './limits/quickstats.ts';
import { readRecast } from './limits/recast.ts';
import { parsePythonJson, readOutput } from './read-output.ts';

export type { LimitTable } from './limits/limit-table.ts';

/** Each gives no table for a document that is not of its format; at most one recognises a document. */
const jsonFormats = [readRecast, readPyhf, readQuickstats, readCollectLimits, readHistFitter];
const textFormats = [readCombine, readAsymptotics];

const jsonName = /\.json$/i;
const textName = /\.(txt|log|out)$/i;

/** Files looked at; the rest of a very large result is ignored. */
const mostFiles = 5_000;

/**
 * Reads the limits in those of `files` that hold some. Files that are too large, unreadable, or of another
 * format are ignored, as are symbolic links.
 *
 * @param files relative to `directory`
 * @returns tables in the order of `files`
 */
export async function readLimits(
  directory: string,
  files: readonly string[],
): Promise<LimitTable[]> {
  const tables: LimitTable[] = [];
  const candidates = files.filter((file) => jsonName.test(file) || textName.test(file));
  for (const file of candidates.slice(0, mostFiles)) {
    const text = await readOutput(directory, file);
    if (text !== undefined) tables.push(...readTables(text, file));
  }
  return tables;
}

/** The tables as plain text: one block each, with a heading. */
export function formatLimits(tables: readonly LimitTable[]): string {
  return tables.map(formatLimitTable).join('\n');
}

function readTables(text: string, file: string): LimitTable[] {
  if (textName.test(file)) return textFormats.flatMap((read) => read(text, file));
  const document = parsePythonJson(text);
  for (const read of jsonFormats) {
    const tables = read(document, file);
    if (tables.length > 0) return tables;
  }
  return [];
}

function formatLimitTable(table: LimitTable): string {
  const what = table.kind === 'upper-limit' ? 'upper limits at 95 % CL' : 'CLs p-values';
  const places = [...new Set(table.points.flatMap((point) => Object.keys(point.at)))];
  const heading = [...places, 'observed', 'expected', '-2σ', '-1σ', '+1σ', '+2σ'];
  const rows = table.points.map((point) => rowOf(point, places));
  const problems = table.problems.map((problem) => `  warning: ${problem}`);
  const lines = formatTable([heading, ...rows]).map((line) => `  ${line}`);
  return [`${table.file}: ${what}`, ...lines, ...problems, ''].join('\n');
}

function rowOf(point: LimitPoint, places: readonly string[]): string[] {
  const { observed, expected, minus2, minus1, plus1, plus2 } = point;
  return [
    ...places.map((name) => formatPlace(point.at[name])),
    ...[observed, expected, minus2, minus1, plus1, plus2].map(formatValue),
  ];
}

function formatPlace(value: number | undefined): string {
  return value === undefined ? '-' : String(value);
}

function formatValue(value: number | undefined): string {
  return value === undefined ? '-' : Number(value.toPrecision(4)).toString();
}
