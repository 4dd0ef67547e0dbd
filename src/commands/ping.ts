/** `reana-ci ping`: is the server there, does it speak with us, and who are we to it? */
import type { Command } from 'commander';
import { formatBytes, formatDuration } from '../base/format.ts';
import type { ServerCapabilities } from '../reana/reana-client.ts';
import type { QuotaResource, User } from '../reana/types.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';

interface PingOptions extends GlobalOptions, ConnectionOptions, JsonOption {}

/** Adds `ping`. */
export function registerPing(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(program.command('ping')))
    .description('check the server, the token and the quota')
    .action(async (_options: unknown, command: Command) => {
      await ping(edge, command.optsWithGlobals<PingOptions>());
    });
}

/**
 * Prints server, protocol generation, account and quota; never the token.
 *
 * @throws ReanaCiError when the server cannot be reached or refuses the token
 */
async function ping(edge: Edge, options: PingOptions): Promise<void> {
  await withClient(edge, options, async (client) => {
    const capabilities = await client.ping(edge.signal);
    const user = await client.user(edge.signal);
    if (options.json === true) {
      printJson(edge, { server: client.server, ...capabilities, user });
    } else {
      printLines(edge, describe(client.server, capabilities, user));
    }
  });
}

function describe(server: string, capabilities: ServerCapabilities, user: User): string[] {
  const serverVersion = capabilities.version ?? user.serverVersion;
  return [
    `server  ${server}${serverVersion === undefined ? '' : ` (REANA ${serverVersion})`}`,
    `takes   ${capabilities.bundles ? 'workflow bundles' : 'resolved specifications'}`,
    `user    ${user.email}`,
    ...describeQuota('disk', user.quota.disk, formatBytes),
    ...describeQuota('cpu', user.quota.cpu, formatDuration),
  ];
}

function describeQuota(
  name: string,
  quota: QuotaResource | undefined,
  format: (value: number) => string,
): string[] {
  if (quota === undefined) return [];
  const limit = quota.limit === undefined ? '' : ` of ${format(quota.limit)}`;
  const health = quota.health === undefined ? '' : ` (${quota.health})`;
  return [`${name.padEnd(8)}${format(quota.usage)}${limit} used${health}`];
}
