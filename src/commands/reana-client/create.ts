/** `reana-client create`: makes a run without starting it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { isReanaCiError, ReanaCiError } from '../../base/error.ts';
import { createProgramShell } from '../../base/program.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { isUuid } from '../../reana/runs.ts';
import { collectInputs } from '../../specification/inputs.ts';
import { loadSpecification } from '../../specification/load.ts';
import { createPayload } from '../../languages/payload.ts';
import type { Specification } from '../../specification/specification.ts';
import { createBundle } from '../../specification/workspace-files.ts';
import { type Edge, Told } from '../edge.ts';
import {
  addAccessOption,
  type AccessOptions,
  printNote,
  reasonOf,
  refuse,
  withServer,
} from './access.ts';
import { uploadPaths } from './upload.ts';

export interface CreateOptions extends AccessOptions {
  readonly file?: string;
  readonly name?: string;
  readonly workflow?: string;
  readonly skipValidation?: boolean;
}

/** Adds `create`. */
export function registerCreate(program: Command, edge: Edge): void {
  addCreateOptions(program.command('create'))
    .description('make a run of the specification in this folder')
    .action(async (options: CreateOptions) => {
      await create(edge, options);
    });
}

export function addCreateOptions(command: Command): Command {
  return addAccessOption(
    command
      .option('-f, --file <file>', 'specification (reana.yaml)')
      .option('-n, --name <name>', 'name of the run (workflow)')
      .option('-w, --workflow <name>', 'the same as --name')
      .option('--skip-validation', 'say nothing about the specification'),
  );
}

/** Prints `name.N`, and puts the specification into the workspace. */
export async function create(edge: Edge, options: CreateOptions): Promise<string> {
  const given = options.workflow ?? options.name ?? '';
  if (given.includes('.')) {
    throw refuse(edge, `Workflow name ${given} contains illegal character "."`);
  }
  if (isUuid(given)) throw refuse(edge, 'Workflow name cannot be a valid UUIDv4');
  const file = findSpecification(edge, options.file);
  const failed = (reason: string) => `Cannot create workflow ${given}: \n${reason}`;
  return withServer(edge, options, failed, async (client) => {
    const specification = await readSpecification(edge, file, failed);
    if (options.skipValidation !== true) printVerified(edge, file);
    const { name } = await createRun(client, specification, given || 'workflow', edge);
    edge.stdout.write(`${name}\n`);
    await uploadPaths(edge, client, name, [file]);
    return name;
  });
}

/** What REANA's client says of a specification that it finds nothing in. */
export function printVerified(edge: Edge, file: string): void {
  printNote(edge, `Verifying REANA specification file... ${path.resolve(edge.cwd, file)}`);
  edge.stdout.write('  -> SUCCESS: Valid REANA specification file.\n');
}

/** @throws Told when there is none */
export function findSpecification(edge: Edge, given: string | undefined): string {
  if (given !== undefined) {
    if (existsSync(path.resolve(edge.cwd, given))) return given;
    edge.stderr.write(
      `Error: Invalid value for '-f' / '--file': Path '${given}' does not exist.\n`,
    );
    throw new Told('no such file', 2);
  }
  const found = ['reana.yaml', 'reana.yml'].filter((file) =>
    existsSync(path.resolve(edge.cwd, file)),
  );
  const [file] = found;
  if (file === undefined) {
    throw refuse(edge, 'No REANA specification file (reana.yaml) found. Exiting.');
  }
  if (found.length === 1) return file;
  const many = `Found ${String(found.length)} REANA specification files (${found.join(', ')}).`;
  throw refuse(edge, `${many} Please use only one. Exiting.`);
}

async function readSpecification(
  edge: Edge,
  file: string,
  failed: (reason: string) => string,
): Promise<Specification> {
  try {
    return await loadSpecification(edge.cwd, file);
  } catch (error) {
    if (!isReanaCiError(error)) throw error;
    throw refuse(edge, failed(reasonOf(error)));
  }
}

async function createRun(
  client: ReanaClient,
  specification: Specification,
  name: string,
  { env, signal }: Edge,
): Promise<{ id: string; name: string }> {
  // The inputs come with "upload"; without them a bundle is not whole.
  const { files } = await collectInputs(specification).catch((error: unknown) => {
    if (error instanceof ReanaCiError) return { files: [] };
    throw error;
  });
  const temporaryDirectory = await mkdtemp(path.join(tmpdir(), 'reana-client-'));
  try {
    const payload = await createPayload(specification, {
      shell: createProgramShell({ environment: env, signal }),
      temporaryDirectory,
    });
    const bundle = createBundle(specification, files);
    return await client.createRun({ name, specification: payload, bundle }, signal);
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}
