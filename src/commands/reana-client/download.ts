/** `reana-client download`: the declared outputs of a run, or the named files. */
import path from 'node:path';
import type { Command } from 'commander';
import { ReanaCiError } from '../../base/error.ts';
import { createFileSink } from '../../results/file-sink.ts';
import { expandOutputs } from '../../results/output-selection.ts';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, printSuccess, withRun, type WorkflowOptions } from './access.ts';
import { runSpecification } from './run-specification.ts';

interface DownloadOptions extends WorkflowOptions {
  readonly outputDirectory: string;
}

/** Adds `download`. */
export function registerDownload(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('download'))
    .description('download the outputs that the specification declares, or the named files')
    .argument('[file...]')
    .option('-o, --output-directory <folder>', 'where to put them', '.')
    .action((files: string[], options: DownloadOptions) => download(edge, files, options));
}

/** @throws ReanaCiError `output-missing` once the rest has been downloaded */
async function download(edge: Edge, names: string[], options: DownloadOptions): Promise<void> {
  const folder = path.resolve(edge.cwd, options.outputDirectory);
  await withRun(edge, options, async (client, { id }) => {
    const wanted =
      names.length > 0
        ? { files: names, directories: [] }
        : (await runSpecification(client, id, edge.cwd, edge.signal)).outputs;
    const listing = await client.listFiles(id, undefined, edge.signal);
    const { files, missing } = expandOutputs(listing, wanted);
    const { sink, files: written } = createFileSink(folder);
    await client.downloadFiles(id, files, sink, edge.signal);
    for (const file of written()) {
      printSuccess(edge, `File ${file.path} downloaded to ${folder}.`);
    }
    if (missing.length > 0) {
      throw new ReanaCiError('output-missing', `Not in the workspace: ${missing.join(', ')}.`);
    }
  });
}
