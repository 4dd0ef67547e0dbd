/** Output of commands: one JSON value, or lines of text. */
import type { Command } from 'commander';
import type { Edge } from './edge.ts';

export interface JsonOption {
  /** Print one JSON value in place of text. */
  readonly json?: boolean;
}

/** Adds `--json` to a command. */
export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON value');
}

/** Writes `value` to stdout as one JSON document. */
export function printJson(edge: Edge, value: unknown): void {
  edge.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Writes lines to stdout. */
export function printLines(edge: Edge, lines: readonly string[]): void {
  if (lines.length > 0) edge.stdout.write(`${lines.join('\n')}\n`);
}
