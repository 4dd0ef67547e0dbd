/** Type of a command and its registration on the command line. */
import type { Command } from 'commander';
import type { Edge } from './edge.ts';

/**
 * Adds one command to `program`. Cheap: it declares name, arguments and options only, and its action
 * imports what it needs when it is called, so that `--version` and `--help` stay quick.
 *
 * An action prints with `edge.stdout` and `edge.stderr`, returns when all is well and throws a
 * `ReanaCiError` otherwise; `main.ts` prints the error and sets the exit code.
 */
export type RegisterCommand = (program: Command, edge: Edge) => void;

/** Options of the whole program, which every command's `command.optsWithGlobals()` includes. */
export interface GlobalOptions {
  readonly verbose?: boolean;
}
