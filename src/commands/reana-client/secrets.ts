/** `reana-client secrets-add`, `secrets-list` and `secrets-delete`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import * as v from 'valibot';
import { jsonBody } from '../../reana/call.ts';
import { CallError } from '../../reana/call-error.ts';
import type { Secret } from '../../reana/types.ts';
import { type Edge, Told } from '../edge.ts';
import {
  addAccessOption,
  type AccessOptions,
  printError,
  printSuccess,
  refuse,
  withServer,
} from './access.ts';
import { readAs } from './answer.ts';
import { append, printTable } from './columns.ts';

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
  if (options.env.length + options.file.length === 0) {
    throw refuse(edge, 'At least one of the options: `env` or `file` is required');
  }
  edge.hide(options.env.map((assignment) => assignment.slice(assignment.indexOf('=') + 1)));
  const secrets = [
    ...options.env.map((assignment) => variable(edge, assignment)),
    ...(await Promise.all(options.file.map((file) => secretFile(edge, file)))),
  ];
  const exist = 'One of the secrets already exists. No secrets were added.';
  await withServer(
    edge,
    options,
    (reason) =>
      reason.includes('already exist')
        ? `${exist} If you want to overwrite it use --overwrite option.`
        : `Something went wrong while uploading secrets\n${reason}`,
    (client) => client.addSecrets(secrets, { overwrite: options.overwrite === true }, edge.signal),
  );
  const names = secrets.map(({ name }) => name).join(', ');
  printSuccess(edge, `Secrets ${names} were successfully uploaded.`);
}

async function listSecrets(edge: Edge, options: AccessOptions): Promise<void> {
  const secrets = await withServer(
    edge,
    options,
    (reason) => `Something went wrong while listing secrets\n${reason}`,
    (client) => client.secrets(edge.signal),
  );
  const rows = secrets.map(({ name, type }) => [name, type]);
  printTable(edge, { columns: ['name', 'type'], rows }, { format: [] });
}

async function deleteSecrets(edge: Edge, names: string[], options: AccessOptions): Promise<void> {
  const answer = await withServer(
    edge,
    options,
    (reason) => `Something went wrong while deleting secrets\n${reason}`,
    async (client) => {
      try {
        return await client.ask(
          {
            action: 'delete secrets',
            method: 'DELETE',
            path: ['secrets', ''],
            body: jsonBody(names),
          },
          edge.signal,
        );
      } catch (error) {
        if (!(error instanceof CallError) || error.failure.status !== 404) throw error;
        // The server's answer says which.
        const stored = new Set((await client.secrets(edge.signal)).map(({ name }) => name));
        const missing = names.filter((name) => !stored.has(name));
        printError(edge, `Secrets ${missing.join(', ')} do not exist. Nothing was deleted`);
        throw new Told('no such secrets', 1);
      }
    },
  );
  const deleted = readAs(v.array(v.string()), answer);
  printSuccess(edge, `Secrets ${deleted.join(', ')} were successfully deleted.`);
}

/** The value of VOMSPROXY_PASS is the passphrase in base64, as REANA's client takes it. */
function variable(edge: Edge, assignment: string): Secret {
  const at = assignment.indexOf('=');
  if (at < 0) {
    const form = 'For literal strings use "SECRET_NAME=VALUE" format';
    throw refuse(edge, `Option "${assignment}" is invalid: \n${form}`);
  }
  return {
    name: assignment.slice(0, at),
    type: 'env',
    value: Buffer.from(assignment.slice(at + 1)),
  };
}

async function secretFile(edge: Edge, file: string): Promise<Secret> {
  try {
    const value = await readFile(path.resolve(edge.cwd, file));
    return { name: path.basename(file), type: 'file', value };
  } catch {
    edge.stderr.write(`Error: Invalid value for '--file': File '${file}' does not exist.\n`);
    throw new Told('no such file', 2);
  }
}
