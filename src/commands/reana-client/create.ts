/** `reana-client create`: makes a run without starting it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { createProgramShell } from '../../base/program.ts';
import type { ReanaClient } from '../../reana/reana-client.ts';
import { collectInputs } from '../../specification/inputs.ts';
import { loadSpecification } from '../../specification/load.ts';
import { createPayload } from '../../languages/payload.ts';
import type { Specification } from '../../specification/specification.ts';
import { createBundle, workspaceFiles } from '../../specification/workspace-files.ts';
import type { Edge } from '../edge.ts';
import { addAccessOption, type AccessOptions, printSuccess, withServer } from './access.ts';

interface CreateOptions extends AccessOptions {
  readonly file: string;
  readonly name: string;
}

/** Adds `create`. */
export function registerCreate(program: Command, edge: Edge): void {
  const command = program
    .command('create')
    .description('make a run of the specification in this folder')
    .option('-f, --file <file>', 'specification', 'reana.yaml')
    .option('-n, --name <name>', 'name of the run', 'workflow')
    .option('-w, --workflow <name>', 'the same as --name')
    .option('--skip-validation', 'has no effect: checks take no time here');
  addAccessOption(command).action(async (options: CreateOptions & { workflow?: string }) => {
    await create(edge, { ...options, name: options.workflow ?? options.name });
  });
}

/** Prints `name.N`, and puts the specification into the workspace. */
async function create(edge: Edge, options: CreateOptions): Promise<void> {
  const specification = await loadSpecification(edge.cwd, options.file);
  await withServer(edge, options, async (client) => {
    const { id, name } = await createRun(client, specification, options.name, edge);
    edge.stdout.write(`${name}\n`);
    const files = workspaceFiles(specification, []);
    await client.uploadFiles(id, files, {}, edge.signal);
    for (const file of files) printSuccess(edge, `File /${file.path} was successfully uploaded.`);
  });
}

async function createRun(
  client: ReanaClient,
  specification: Specification,
  name: string,
  { env, signal }: Edge,
): Promise<{ id: string; name: string }> {
  const { files } = await collectInputs(specification);
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
