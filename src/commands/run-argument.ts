/** The run that a command is about. */
import type { Command } from 'commander';
import { ReanaCiError } from '../base/error.ts';
import type { Edge } from './edge.ts';

/** Adds the argument RUN, which `REANA_WORKON` stands in for. */
export function addRunArgument(command: Command): Command {
  return command.argument('[run]', 'name, name.N or UUID of the run (REANA_WORKON)');
}

/**
 * The run as given, or as `REANA_WORKON` names it.
 *
 * @throws ReanaCiError `usage` when neither names one
 */
export function readRun(edge: Edge, given: string | undefined): string {
  const run = (given ?? edge.env.REANA_WORKON ?? '').trim();
  if (run === '') {
    throw new ReanaCiError('usage', 'No run is named.', {
      hint: 'Give its name, name.N or UUID; "reana-ci list" shows them.',
    });
  }
  return run;
}
