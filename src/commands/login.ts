/** `reana-ci login`: lets reana-ci, and reana-client, act for the user on servers that issue logins. */
import type { Command } from 'commander';
import { addConnectionOptions } from './connection.ts';
import type { Edge } from './edge.ts';
import type { LoginOptions } from './login/login.ts';
import { addJsonOption } from './output.ts';

/** Adds `login`. */
export function registerLogin(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('login')))
    .description('log in to a server that takes logins of an identity provider')
    .option('--headless', 'log in with a browser on another device')
    .action(async (_options: unknown, command: Command) => {
      const { logIn } = await import('./login/login.ts');
      await logIn(edge, command.optsWithGlobals<LoginOptions>());
    });
}
