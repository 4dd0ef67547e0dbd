/** `reana-client secrets-add`, `secrets-list` and `secrets-delete`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { ReanaCiError } from '../../base/error.ts';
import type { Secret } from '../../reana/types.ts';
import type { Edge } from '../edge.ts';
import { addAccessOption, type AccessOptions, printSuccess, withServer } from './access.ts';
import { printTable } from './columns.ts';

interface AddOptions extends AccessOptions {
  readonly env: readonly string[];
  readonly file: readonly string[];
  readonly overwrite?: boolean;
}

/** Adds the commands. */
export function registerSecrets(program: Command, edge: Edge): void {
  addAccessOption(program.command('secrets-add'))
    .description('store secrets of your account for the steps of all runs')
    .option('--env <NAME=VALUE>', 'secret variable', append, [])
    .option('--file <path>', 'secret file', append, [])
    .option('--overwrite', 'replace secrets of the same name')
    .action((options: AddOptions) => addSecrets(edge, options));
  addAccessOption(program.command('secrets-list'))
    .description('list the names of your secrets')
    .action((options: AccessOptions) => listSecrets(edge, options));
  addAccessOption(program.command('secrets-delete'))
    .description('delete secrets')
    .argument('<name...>')
    .action((names: string[], options: AccessOptions) => deleteSecrets(edge, names, options));
}

async function addSecrets(edge: Edge, options: AddOptions): Promise<void> {
  const secrets = [
    ...options.env.map(variable),
    ...(await Promise.all(options.file.map((file) => secretFile(edge.cwd, file)))),
  ];
  if (secrets.length === 0) {
    throw new ReanaCiError('usage', 'No secret is named.', {
      hint: 'Give --env NAME=VALUE or --file PATH, once for each secret.',
    });
  }
  edge.hide(options.env.map((assignment) => assignment.slice(assignment.indexOf('=') + 1)));
  await withServer(edge, options, (client) =>
    client.addSecrets(secrets, { overwrite: options.overwrite === true }, edge.signal),
  );
  const names = secrets.map(({ name }) => name).join(', ');
  printSuccess(edge, `Secrets ${names} were successfully uploaded.`);
}

async function listSecrets(edge: Edge, options: AccessOptions): Promise<void> {
  const secrets = await withServer(edge, options, (client) => client.secrets(edge.signal));
  printTable(
    edge,
    ['name', 'type'],
    secrets.map(({ name, type }) => ({ name, type })),
  );
}

async function deleteSecrets(edge: Edge, names: string[], options: AccessOptions): Promise<void> {
  await withServer(edge, options, (client) => client.deleteSecrets(names, edge.signal));
  printSuccess(edge, `Secrets ${names.join(', ')} were successfully deleted.`);
}

/** The value of VOMSPROXY_PASS is the passphrase in base64, as REANA's client takes it. */
function variable(assignment: string): Secret {
  const at = assignment.indexOf('=');
  if (at <= 0) throw new ReanaCiError('usage', '--env: a secret is given as NAME=VALUE.');
  return {
    name: assignment.slice(0, at),
    type: 'env',
    value: Buffer.from(assignment.slice(at + 1)),
  };
}

async function secretFile(cwd: string, file: string): Promise<Secret> {
  try {
    return {
      name: path.basename(file),
      type: 'file',
      value: await readFile(path.resolve(cwd, file)),
    };
  } catch (error) {
    throw new ReanaCiError('usage', `--file: ${file} cannot be read.`, { cause: error });
  }
}

function append(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
