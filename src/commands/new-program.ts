/** Settings that all programs on the command line share. */
import { Command } from 'commander';
import { release } from '../base/version.ts';
import type { Edge } from './edge.ts';

/**
 * Makes a program without commands. Parsing throws a `CommanderError` for wrong use, for `--help` and for
 * `--version`, once the text for the user has been written, and whatever a command throws otherwise.
 */
export function newProgram(name: string, description: string, edge: Edge): Command {
  return new Command(name)
    .description(description)
    .version(release)
    .showHelpAfterError('(add --help for options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.stdout.write(text),
      writeErr: (text) => edge.stderr.write(text),
    });
}
