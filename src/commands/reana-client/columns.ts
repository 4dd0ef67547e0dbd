/** Tables as REANA's client prints them, for scripts that cut columns out. */
import { InvalidArgumentError } from 'commander';
import { plainText } from '../../base/table.ts';
import type { Edge } from '../edge.ts';

export type Row = Readonly<Record<string, string>>;

/** What `--format` and `--filter` ask for. */
export interface ColumnChoice {
  /** Lower-case names, in order; none for all. */
  readonly columns: readonly string[];
  /** Values that rows must have. */
  readonly values: Readonly<Record<string, string>>;
}

/** Reads `name,status` and `name=analysis,status`; names may be in capitals. */
export function parseColumns(text: string): ColumnChoice {
  const parts = text.split(',').map((part) => part.trim());
  const columns = parts.map((part) => (part.split('=')[0] ?? '').toLowerCase());
  const unknown = columns.filter((column) => !knownColumns.includes(column));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `${unknown.join(', ')} is not among ${knownColumns.join(', ')}.`,
    );
  }
  return { columns, values: valuesOf(parts) };
}

const knownColumns = [
  'name',
  'run_number',
  'created',
  'started',
  'ended',
  'status',
  'progress',
  'id',
  'command',
  'duration',
];

/** Leaves rows and columns that were not asked for. */
export function chooseColumns(
  columns: readonly string[],
  rows: readonly Row[],
  choice: ColumnChoice | undefined,
): { columns: readonly string[]; rows: readonly Row[] } {
  if (choice === undefined) return { columns, rows };
  const wanted = Object.entries(choice.values);
  return {
    columns: choice.columns.length === 0 ? columns : choice.columns,
    rows: rows.filter((row) => wanted.every(([name, value]) => row[name] === value)),
  };
}

/** A heading in capitals, three blanks between columns, every cell as wide as its column. */
export function printTable(edge: Edge, columns: readonly string[], rows: readonly Row[]): void {
  const cells = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => columns.map((column) => plainText(row[column] ?? '-'))),
  ];
  const widths = columns.map((_column, index) =>
    Math.max(...cells.map((line) => (line[index] ?? '').length)),
  );
  for (const line of cells) {
    const text = line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('   ');
    edge.stdout.write(`${text}\n`);
  }
}

/** The rows as JSON, one object a row. */
export function printRows(edge: Edge, columns: readonly string[], rows: readonly Row[]): void {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row[column] ?? '-'])),
  );
  edge.stdout.write(`${JSON.stringify(objects)}\n`);
}

function valuesOf(parts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [] : [[part.slice(0, at).toLowerCase(), part.slice(at + 1)] as const];
    }),
  );
}
