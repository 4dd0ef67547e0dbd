/** A file that names the points of a scan: CSV, YAML or JSON, in the words of the specification. */
import { type Finding, isReanaCiError, ReanaCiError } from '../base/error.ts';
import { formatCount } from '../base/format.ts';
import { parseDatasets } from '../specification/dataset.ts';
import { readNamedText } from '../document/read-text.ts';
import type { Position } from '../document/source-document.ts';
import type { PointInputs } from './point.ts';
import { readPointList } from './point-list.ts';
import { mistakeAt, type PointCell, type PointRow } from './point-rows.ts';
import { readPointTable } from './point-table.ts';

export interface PlacedInputs extends PointInputs {
  /** Where the file has the point. */
  readonly place: Position;
}

/**
 * Reads the points of `file`: a name is that of a parameter, `VAR_<NAME>` that of a variable, and `VAR_INPUT`
 * takes one or more datasets.
 *
 * @param file relative to `cwd`, or absolute
 * @throws ReanaCiError `specification` when it cannot be read, or with everything that is wrong in it
 */
export async function readPointFile(cwd: string, file: string): Promise<PlacedInputs[]> {
  const text = await readNamedText(cwd, file, file);
  const read = /\.csv$/i.test(file) ? readPointTable : readPointList;
  const { rows, findings } = read(file, text);
  const points = rows.map((row) => readRow(row, findings));
  if (points.length === 0 && findings.length === 0) {
    findings.push(mistakeAt({ file, line: 1, column: 1 }, 'there is no point in this file'));
  }
  if (findings.length === 0) return points;
  const count = formatCount(findings.length, 'mistake');
  throw new ReanaCiError('specification', `${file} has ${count}.`, {
    findings: findings.toSorted(byPlace),
  });
}

function byPlace(a: Finding, b: Finding): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

function readRow({ place, cells }: PointRow, findings: Finding[]): PlacedInputs {
  if (cells.length === 0) findings.push(mistakeAt(place, 'this point sets nothing'));
  const datasets = cells.filter(({ name }) => name === 'VAR_INPUT');
  const variables = cells.filter(({ name }) => /^VAR_./.test(name) && name !== 'VAR_INPUT');
  const parameters = cells.filter(({ name }) => !/^VAR_./.test(name));
  return {
    place,
    parameters: valuesOf(parameters, (name) => name),
    variables: valuesOf(variables, (name) => name.slice('VAR_'.length)),
    datasets: datasets.flatMap((cell) => readDatasets(cell, findings)),
  };
}

function valuesOf(
  cells: readonly PointCell[],
  nameOf: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(cells.map(({ name, value }) => [nameOf(name), value]));
}

function readDatasets({ value, place }: PointCell, findings: Finding[]): string[] {
  try {
    return parseDatasets([value]);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    findings.push(mistakeAt(place, error.message, error.hint));
    return [];
  }
}
