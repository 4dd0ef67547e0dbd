/** `reana-client upload`: the declared inputs, or the named files, into the workspace of a run. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { ReanaCiError } from '../../base/error.ts';
import { isInside } from '../../base/safe-path.ts';
import type { FileSource } from '../../reana/reana-client.ts';
import { collectInputs } from '../../specification/inputs.ts';
import type { Specification } from '../../specification/specification.ts';
import type { Edge } from '../edge.ts';
import { addWorkflowOption, printSuccess, withRun, type WorkflowOptions } from './access.ts';
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

async function upload(edge: Edge, sources: string[], options: WorkflowOptions): Promise<void> {
  await withRun(edge, options, async (client, run) => {
    const specification = await runSpecification(client, run.id, edge.cwd, edge.signal);
    const chosen =
      sources.length === 0 ? specification : await withInputs(specification, sources, edge.cwd);
    const { files } = await collectInputs(chosen);
    const wanted = sources.length === 0 ? files : files.filter(isAmong(sources, edge.cwd));
    await client.uploadFiles(
      run.id,
      wanted,
      {
        onFile(file) {
          printSuccess(edge, `File /${file} was successfully uploaded.`);
        },
      },
      edge.signal,
    );
  });
}

/** The specification as if `sources` were all its inputs, so that ignore files and checks apply to them. */
async function withInputs(
  specification: Specification,
  sources: readonly string[],
  cwd: string,
): Promise<Specification> {
  const files: string[] = [];
  const directories: string[] = [];
  for (const source of sources) {
    const absolute = path.resolve(cwd, source);
    const stats = await stat(absolute).catch(() => undefined);
    if (stats === undefined) throw new ReanaCiError('usage', `${source} is not here.`);
    const name = path.relative(cwd, absolute) || '.';
    (stats.isDirectory() ? directories : files).push(name.split(path.sep).join('/'));
  }
  return { ...specification, inputs: { ...specification.inputs, files, directories } };
}

/** The files of the workflow itself come with every collection; here only what was named counts. */
function isAmong(sources: readonly string[], cwd: string) {
  const wanted = sources.map((source) => path.resolve(cwd, source));
  return (file: FileSource) => {
    const absolute = path.resolve(cwd, file.path);
    return wanted.some((source) => source === absolute || isInside(source, absolute));
  };
}
