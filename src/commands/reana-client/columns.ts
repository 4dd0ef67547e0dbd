/** Tables as REANA's client prints them, for scripts that cut columns out. */
import type { Command } from 'commander';
import { ExactNumber } from '../../base/json.ts';
import { plainText } from '../../base/table.ts';
import type { Edge } from '../edge.ts';

export type Cell = string | number;

export interface Table {
  /** Lower-case names. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableOptions {
  /** `name,status` and `name=analysis`, as given. */
  readonly format: readonly string[];
  readonly json?: boolean;
}

/** Adds `--format` and `--json`. */
export function addTableOptions(command: Command): Command {
  return command
    .option('--format <column,...>', 'only these columns; COLUMN=VALUE chooses rows', append, [])
    .option('--json', 'print JSON');
}

/** A value as a cell: what is missing, empty or nought is a dash. */
export function cellOf(value: unknown): Cell {
  if (value instanceof ExactNumber) return cellOf(value.valueOf());
  if (typeof value === 'number') return value === 0 ? '-' : value;
  return typeof value === 'string' && value !== '' ? value : '-';
}

/** Prints the chosen columns and rows. */
export function printTable(edge: Edge, table: Table, { format, json }: TableOptions): void {
  const { columns, rows } = choose(table, format);
  if (json === true) {
    const lines = rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index]])),
    );
    edge.stdout.write(`${pythonJson(lines)}\n`);
    return;
  }
  const cells = [
    columns.map((column) => column.toUpperCase()),
    ...rows.map((row) => row.map((cell) => plainText(String(cell)))),
  ];
  const widths = columns.map((_column, index) =>
    Math.max(...cells.map((line) => (line[index] ?? '').length)),
  );
  for (const line of cells) {
    const text = line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('   ');
    edge.stdout.write(`${text}\n`);
  }
}

/** JSON as Python writes it: a blank behind every comma and colon, ASCII only. */
export function pythonJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${pythonJson(key)}: ${pythonJson(item)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return asciiOnly(JSON.stringify(value ?? null));
}

export function asciiOnly(json: string): string {
  return json.replaceAll(
    /[^\x20-\x7e\n]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Unknown columns are ignored, as REANA's client does. */
function choose({ columns, rows }: Table, format: readonly string[]): Table {
  const parts = format
    .flatMap((text) => text.split(/[\s,]+/))
    .filter((part) => part !== '')
    .map((part) => ({ name: (part.split('=')[0] ?? '').toLowerCase(), value: part.split('=')[1] }))
    .filter(({ name }) => columns.includes(name));
  if (format.length === 0) return { columns, rows };
  const kept = rows.filter((row) =>
    parts.every(
      ({ name, value }) => value === undefined || String(row[columns.indexOf(name)]) === value,
    ),
  );
  const chosen = parts.map(({ name }) => name);
  return {
    columns: chosen,
    rows: kept.map((row) => chosen.map((name) => row[columns.indexOf(name)] ?? '-')),
  };
}
