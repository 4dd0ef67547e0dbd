/** `reana-client ping`: is the server there, and does it know the token? */
import type { Command } from 'commander';
import { version } from '../../base/version.ts';
import type { Edge } from '../edge.ts';
import { printLines } from '../output.ts';
import { addAccessOption, type AccessOptions, withServer } from './access.ts';

/** Adds `ping`. */
export function registerPing(program: Command, edge: Edge): void {
  addAccessOption(program.command('ping'))
    .description('check server and token')
    .action((options: AccessOptions) => ping(edge, options));
}

async function ping(edge: Edge, options: AccessOptions): Promise<void> {
  await withServer(edge, options, async (client) => {
    const { email, serverVersion } = await client.user(edge.signal);
    printLines(edge, [
      `REANA server: ${client.server}`,
      `REANA server version: ${serverVersion ?? 'unknown'}`,
      `REANA client version: ${version} (reana-ci)`,
      `Authenticated as: <${email}>`,
      'Status: Connected',
    ]);
  });
}
