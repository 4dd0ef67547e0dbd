/** `reana-ci logout`: ends the login that `login`, or reana-client, has made. */
import type { Command } from 'commander';
import type { GlobalOptions } from './command.ts';
import {
  addConnectionOptions,
  type ConnectionOptions,
  readAuthorities,
  readServer,
} from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';

/** Adds `logout`. */
export function registerLogout(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('logout')))
    .description('end the login to a server')
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & ConnectionOptions & JsonOption>();
      const server = await readServer(edge, options);
      const { createLoginTools, openLoginStore } = await import('./login/store.ts');
      const { logOut } = await import('../login/logout.ts');
      const tools = createLoginTools(edge, await readAuthorities(edge), edge.hide);
      const logout = await logOut(server, openLoginStore(edge), tools);
      const { wasLoggedIn, warning } = logout;
      if (options.json === true) {
        printJson(edge, { server, ...logout });
        return;
      }
      if (warning !== undefined) edge.stderr.write(`warning: ${warning}\n`);
      printLines(edge, [
        wasLoggedIn ? `Logged out from ${server}.` : `Nobody was logged in to ${server}.`,
      ]);
    });
}
