/** `reana-client ping`, `version`, `info` and `quota-show`: the server, this program, the account. */
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { isReanaCiError } from '../../base/error.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { version } from '../../base/version.ts';
import type { Call } from '../../reana/call.ts';
import { text } from '../../reana/schema.ts';
import { type Edge, Told } from '../edge.ts';
import { addAccessOption, type AccessOptions, refuse, withServer } from './access.ts';
import { sizeSchema, sizeText, readAs } from './answer.ts';
import { pythonJson } from './columns.ts';

interface QuotaOptions extends AccessOptions {
  readonly resource?: string;
  readonly resources?: boolean;
  readonly report?: 'limit' | 'usage';
  readonly humanReadable?: boolean;
}

const resourceSchema = v.object({
  usage: v.nullish(sizeSchema),
  limit: v.nullish(sizeSchema),
});
const youSchema = v.object({
  email: text,
  full_name: text,
  reana_server_version: text,
  quota: v.optional(v.record(v.string(), v.unknown()), {}),
});

const askYou: Call = { action: 'ask who the token belongs to', method: 'GET', path: ['you'] };

/** Adds the commands. */
export function registerInformation(program: Command, edge: Edge): void {
  addAccessOption(program.command('ping'))
    .description('check server and token')
    .action((options: AccessOptions) => ping(edge, options));
  program
    .command('version')
    .description('show the version of this program')
    .action(() => {
      edge.stdout.write(`${version} (reana-ci)\n`);
    });
  addAccessOption(program.command('info'))
    .description('show the limits and defaults of the server')
    .option('--json', 'print JSON')
    .action((options: AccessOptions & { json?: boolean }) => info(edge, options));
  addAccessOption(program.command('quota-show'))
    .description('show what your account may use and has used')
    .option('--resource <name>', 'cpu or disk')
    .option('--resources', 'list the names of the resources')
    .addOption(new Option('--report <kind>', 'only one number').choices(['limit', 'usage']))
    .option('-h, --human-readable', 'sizes in KiB, MiB, …')
    .action((options: QuotaOptions) => showQuota(edge, options));
}

async function ping(edge: Edge, options: AccessOptions): Promise<void> {
  const server = (edge.env.REANA_SERVER_URL ?? '').replaceAll(/^[\s/]+|[\s/]+$/g, '');
  await withServer(
    edge,
    options,
    (reason) => `Could not connect to the selected REANA cluster server at ${server}:\n${reason}`,
    async (client) => {
      const print = (you: v.InferOutput<typeof youSchema>, status: string) => {
        edge.stdout.write(
          [
            `REANA server: ${server}`,
            `REANA server version: ${you.reana_server_version ?? ''}`,
            `REANA client version: ${version} (reana-ci)`,
            `Authenticated as: ${you.full_name ?? 'None'} <${you.email ?? 'None'}>`,
            `Status: ${status}\n`,
          ].join('\n'),
        );
      };
      try {
        print(readAs(youSchema, await client.ask(askYou, edge.signal)), 'Connected');
      } catch (error) {
        if (!isReanaCiError(error)) throw error;
        const isToken = error.code === 'unauthorized';
        print(
          { full_name: '', quota: {} },
          `ERROR: INVALID ${isToken ? 'ACCESS TOKEN' : 'SERVER'}`,
        );
        throw new Told(error.message, 1);
      }
    },
  );
}

async function info(edge: Edge, options: AccessOptions & { json?: boolean }): Promise<void> {
  const answer = await withServer(
    edge,
    options,
    (reason) => `Could not list cluster info:\n${reason}`,
    (client) =>
      client.ask(
        { action: 'ask for the limits of the server', method: 'GET', path: ['info'] },
        edge.signal,
      ),
  );
  if (options.json === true) {
    edge.stdout.write(`${pythonJson(answer)}\n`);
    return;
  }
  for (const item of isJsonObject(answer) ? Object.values(answer) : []) {
    if (!isJsonObject(item) || Object.keys(item).length === 0) continue;
    edge.stdout.write(`${pythonText(item.title)}: ${pythonText(item.value)}\n`);
  }
}

async function showQuota(edge: Edge, options: QuotaOptions): Promise<void> {
  const { resource, resources, report } = options;
  if (resource === undefined && resources !== true) {
    throw refuse(edge, 'At least one of the options: `resource` or `resources` is required');
  }
  const answer = await withServer(
    edge,
    options,
    () => 'Something went wrong while retrieving quota related data',
    (client) => client.ask(askYou, edge.signal),
  );
  const { quota } = readAs(youSchema, answer);
  if (resources === true) {
    edge.stdout.write(`${Object.keys(quota).join('\n')}\n`);
    return;
  }
  if (resource === undefined || !Object.hasOwn(quota, resource)) {
    const names = Object.keys(quota).sort().join("', '");
    const wrong = `Error: resource '${resource ?? ''}' is not valid.`;
    throw refuse(edge, `${wrong}\nAvailable resources are: '${names}'.`);
  }
  const { usage, limit } = readAs(resourceSchema, quota[resource]);
  const isHuman = options.humanReadable === true;
  const shown = (size: typeof usage) => String(sizeText(size, isHuman));
  if (report !== undefined) {
    const size = report === 'limit' ? limit : usage;
    edge.stdout.write(`${(size?.raw ?? 0) > 0 ? shown(size) : `No ${report}.`}\n`);
    return;
  }
  const [used, most] = [usage?.raw ?? 0, limit?.raw ?? 0];
  const share = `${String(Math.round((used / most) * 100))}%`;
  const rest = most > 0 ? `out of ${shown(limit)} used (${share})` : 'used';
  edge.stdout.write(`${shown(usage)} ${rest}\n`);
}

/** As Python puts a value into a text. */
function pythonText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return value.map(pythonText).join(', ');
  return typeof value === 'string' ? value : pythonJson(value);
}
