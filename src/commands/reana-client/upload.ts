/** `reana-client upload`: the declared inputs, or the named files, into the workspace of a run. */
import { existsSync } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import type { FileSource, ReanaClient } from '../../reana/reana-client.ts';
import { collectInputs } from '../../specification/inputs.ts';
import { type Edge, Told } from '../edge.ts';
import {
  addWorkflowOption,
  printNote,
  printSuccess,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { runSpecification } from './run-specification.ts';

/** Adds `upload`. */
export function registerUpload(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('upload'))
    .description(
      'upload the inputs that the specification declares, or the named files and folders',
    )
    .argument('[source...]')
    .action((sources: string[], options: WorkflowOptions) => upload(edge, sources, options));
}

/** Without sources, uploads the declared inputs. */
export async function upload(
  edge: Edge,
  sources: readonly string[],
  options: WorkflowOptions,
): Promise<void> {
  const workflow = workflowOf(edge, options);
  for (const source of sources) {
    if (existsSync(path.resolve(edge.cwd, source))) continue;
    edge.stderr.write(
      `Error: Invalid value for '[SOURCES]...': Path '${source}' does not exist.\n`,
    );
    throw new Told('no such file', 2);
  }
  await withServer(
    edge,
    options,
    (reason) => `Workflow ${workflow} could not be retrieved: ${reason}`,
    async (client) => {
      if (sources.length > 0) return uploadPaths(edge, client, workflow, sources);
      const specification = await runSpecification(client, workflow, edge.cwd, edge.signal);
      for (const file of ['.gitignore', '.reanaignore']) {
        if (!existsSync(path.join(edge.cwd, file))) continue;
        printNote(edge, `Detected ${file} file. Some files might get ignored.`);
      }
      const { inputs } = specification;
      if (inputs.files.length + inputs.directories.length === 0) return;
      const { files } = await collectInputs(specification);
      const isDeclared = (file: FileSource) =>
        [...inputs.files, ...inputs.directories].some(
          (place) => !path.relative(place, file.path).startsWith('..'),
        );
      await send(edge, client, workflow, files.filter(isDeclared));
    },
  );
}

/** Uploads files, and folders with all that is in them. */
export async function uploadPaths(
  edge: Edge,
  client: ReanaClient,
  workflow: string,
  sources: readonly string[],
): Promise<void> {
  const paths = new Set<string>();
  for (const source of sources) {
    const absolute = path.resolve(edge.cwd, source);
    if ((await stat(absolute)).isDirectory()) {
      for (const file of await filesBelow(absolute)) paths.add(file);
    } else paths.add(absolute);
  }
  const files: FileSource[] = [];
  for (const file of paths) {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) printNote(edge, `Ignoring symlink ${file}`);
    else if (stats.isFile()) files.push({ path: nameOf(edge, file), file, size: stats.size });
  }
  await send(edge, client, workflow, files);
}

async function send(
  edge: Edge,
  client: ReanaClient,
  workflow: string,
  files: readonly FileSource[],
): Promise<void> {
  await client.uploadFiles(
    workflow,
    files,
    {
      onFile(file) {
        printSuccess(edge, `File /${file} was successfully uploaded.`);
      },
    },
    edge.signal,
  );
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Below the working folder by its place there, elsewhere by its whole path. */
function nameOf(edge: Edge, file: string): string {
  const relative = path.relative(edge.cwd, file);
  const name = relative.startsWith('..') ? file : relative;
  return name.split(path.sep).join('/').replace(/^\/+/, '');
}
