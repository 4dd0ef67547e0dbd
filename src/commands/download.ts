/** `reana-ci download RUN [PATTERN…]`: a run's outputs, or any of its files. */
import path from 'node:path';
import type { Command } from 'commander';
import { isReanaCiError, ReanaCiError } from '../base/error.ts';
import { formatBytes, formatCount } from '../base/format.ts';
import { declaredOutputs } from '../reana/declared-outputs.ts';
import type { ReanaClient } from '../reana/reana-client.ts';
import type { WorkspaceFile } from '../reana/types.ts';
import type { DeclaredOutputs } from '../results/output-selection.ts';
import type { FileRecord } from '../results/run-record.ts';
import type { GlobalOptions } from './command.ts';
import { addConnectionOptions, type ConnectionOptions, withClient } from './connection.ts';
import type { Edge } from './edge.ts';
import { addJsonOption, type JsonOption, printJson, printLines } from './output.ts';
import { addRunArgument, findNamedRun, mayNameRun, readRun } from './run-argument.ts';

interface DownloadOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  readonly results: string;
  readonly archive?: string;
}

/** Adds `download`. */
export function registerDownload(program: Command, edge: Edge): void {
  addJsonOption(addConnectionOptions(addRunArgument(program.command('download'))))
    .description('download the declared outputs of a run, or files that match patterns')
    .argument('[pattern...]', 'files, folders or globs in the workspace; "." takes everything')
    .option('--results <folder>', 'target folder', 'results')
    .option(
      '--archive <file>',
      'also pack the files into this tar archive; *.gz and *.tgz are compressed',
    )
    .action(
      async (run: string | undefined, patterns: string[], _options: unknown, command: Command) => {
        const options = command.optsWithGlobals<DownloadOptions>();
        await download(edge, run === undefined ? patterns : [run, ...patterns], options);
      },
    );
}

async function download(
  edge: Edge,
  words: readonly string[],
  options: DownloadOptions,
): Promise<void> {
  const [first, ...others] = words;
  // The run may be left out, as REANA_WORKON names it.
  const patternsOnly = first !== undefined && !mayNameRun(first);
  const name = readRun(edge, patternsOnly ? undefined : first);
  const { expandOutputs } = await import('../results/output-selection.ts');
  const { createFileSink } = await import('../results/file-sink.ts');
  const results = path.resolve(edge.cwd, options.results);
  await withClient(edge, options, async (client) => {
    const { id, patterns } = patternsOnly
      ? { id: (await findNamedRun(client, name, edge.signal)).id, patterns: words }
      : await findRunOrPattern(edge, client, name, others);
    const wanted =
      patterns.length > 0
        ? { files: patterns, directories: [] }
        : await readDeclared(client, id, edge.signal);
    const selection = expandOutputs(await client.listFiles(id, undefined, edge.signal), wanted);
    const { sink, files } = createFileSink(results);
    announce(edge, selection.files);
    await client.downloadFiles(id, selection.files, sink, edge.signal);
    const archive = await pack(edge, results, files(), options.archive);
    const { missing } = selection;
    if (options.json === true) printJson(edge, { id, results, files: files(), missing, archive });
    else
      printLines(
        edge,
        files().map((file) => path.join(options.results, file.path)),
      );
    if (missing.length > 0) throw notThere(missing);
  });
}

/** The first word may be a folder or a file of the run that `REANA_WORKON` names. */
async function findRunOrPattern(
  edge: Edge,
  client: ReanaClient,
  first: string,
  others: readonly string[],
): Promise<{ readonly id: string; readonly patterns: readonly string[] }> {
  try {
    return { id: (await findNamedRun(client, first, edge.signal)).id, patterns: others };
  } catch (error) {
    const current = edge.env.REANA_WORKON?.trim() ?? '';
    const unknown = isReanaCiError(error) && error.code === 'not-found';
    if (!unknown || current === '' || current === first) throw error;
    const { id } = await findNamedRun(client, current, edge.signal);
    return { id, patterns: [first, ...others] };
  }
}

/** @throws ReanaCiError `usage` when the run's specification declares none */
async function readDeclared(
  client: ReanaClient,
  id: string,
  signal: AbortSignal,
): Promise<DeclaredOutputs> {
  const { specification } = await client.specification(id, signal);
  const declared = declaredOutputs(specification);
  if (declared.files.length + declared.directories.length > 0) return declared;
  throw new ReanaCiError('usage', 'The specification of this run declares no outputs.', {
    hint: 'Name the files to download, or "." for everything.',
  });
}

function announce(edge: Edge, files: readonly WorkspaceFile[]): void {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  edge.stderr.write(`Downloading ${formatCount(files.length, 'file')}, ${formatBytes(bytes)}.\n`);
}

/** @returns the absolute path of the archive, when one is wanted and there is something to pack */
async function pack(
  edge: Edge,
  results: string,
  files: readonly FileRecord[],
  archive: string | undefined,
): Promise<string | undefined> {
  if (archive === undefined || files.length === 0) return undefined;
  const { createArchive } = await import('../results/archive.ts');
  const file = path.resolve(edge.cwd, archive);
  const paths = files.map((record) => record.path);
  await createArchive({ root: results, paths, file, compress: /\.t?gz$/.test(file) });
  return file;
}

function notThere(missing: readonly string[]): ReanaCiError {
  return new ReanaCiError('output-missing', `Not in the workspace: ${missing.join(', ')}.`, {
    hint: 'The run did not make it; "reana-ci logs" may tell why.',
  });
}
