/** `reana-client download`: the declared outputs of a run, or the named files. */
import path from 'node:path';
import type { Command } from 'commander';
import { createFileSink } from '../../results/file-sink.ts';
import { expandOutputs } from '../../results/output-selection.ts';
import type { FileSink } from '../../reana/reana-client.ts';
import { type Edge, Told } from '../edge.ts';
import {
  addWorkflowOption,
  printError,
  printSuccess,
  withServer,
  workflowOf,
  type WorkflowOptions,
} from './access.ts';
import { runSpecification } from './run-specification.ts';

interface DownloadOptions extends WorkflowOptions {
  readonly outputDirectory?: string;
}

/** Adds `download`. */
export function registerDownload(program: Command, edge: Edge): void {
  addWorkflowOption(program.command('download'))
    .description('download the outputs that the specification declares, or the named files')
    .argument('[file...]')
    .option('-o, --output-directory <folder>', 'where to put them; - for standard output')
    .action((files: string[], options: DownloadOptions) => download(edge, files, options));
}

/** @throws Told once the rest has been downloaded, when something is missing */
async function download(edge: Edge, names: string[], options: DownloadOptions): Promise<void> {
  const workflow = workflowOf(edge, options);
  const { outputDirectory = edge.cwd } = options;
  const missing = await withServer(
    edge,
    options,
    (reason) => `Workflow ${workflow} could not be retrieved: ${reason}`,
    async (client) => {
      const wanted =
        names.length > 0
          ? { files: names, directories: [] }
          : (await runSpecification(client, workflow, edge.cwd, edge.signal)).outputs;
      const listing = await client.listFiles(workflow, undefined, edge.signal);
      const { files, missing } = expandOutputs(listing, wanted);
      if (outputDirectory === '-') {
        // One by one: their bytes must not mix.
        for (const file of files) {
          await client.downloadFiles(workflow, [file], printingSink(edge), edge.signal);
        }
        return missing;
      }
      const { sink, files: written } = createFileSink(path.resolve(edge.cwd, outputDirectory));
      await client.downloadFiles(workflow, files, sink, edge.signal);
      for (const file of written()) {
        printSuccess(edge, `File ${file.path} downloaded to ${outputDirectory}.`);
      }
      return missing;
    },
  );
  for (const name of missing) {
    printError(edge, `File ${name} could not be downloaded: it is not in the workspace`);
  }
  if (missing.length > 0) throw new Told('files are missing', 1);
}

function printingSink(edge: Edge): FileSink {
  return async (_file, body) => {
    for await (const chunk of body) edge.stdout.write(chunk);
  };
}
