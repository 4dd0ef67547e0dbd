/** A CWL workflow as one JSON document, which is what REANA's CWL engine runs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { isJsonObject, parseLeniently, type JsonObject } from '../../base/json.ts';
import type { Shell, ShellResult } from '../../base/shell.ts';
import { readCwlFiles } from './references.ts';

/** What a specification needs from its surroundings to become a request. */
export interface PayloadTools {
  readonly shell: Shell;
  /** Folder for files that are only needed for a moment. */
  readonly temporaryDirectory: string;
}

const commandNotFound = 127;

/**
 * Packs a workflow and all the tools it refers to with `cwltool`.
 *
 * @param file `workflow.file`: relative to `root`, possibly with `#process`
 * @throws ReanaCiError `usage` without cwltool; `specification` when cwltool refuses the workflow, or it takes in
 * what is no file of the analysis
 */
export async function packCwl(
  root: string,
  file: string,
  tools: PayloadTools,
): Promise<JsonObject> {
  const result = await withCwltool(root, file, tools, '--pack');
  const packed = result.exitCode === 0 ? parseLeniently(result.stdout) : undefined;
  if (isJsonObject(packed)) return packed;
  throw new ReanaCiError(
    'specification',
    `cwltool cannot pack ${file}: ${lastLines(result.stderr)}`,
    {
      hint: `See the whole message with: cwltool --pack ${file}`,
    },
  );
}

/**
 * Lets cwltool work on a copy of the workflow's files, in which there is nothing else to read, and without a way to
 * the network.
 *
 * @param task `--pack` or `--validate`
 * @throws ReanaCiError `usage` without cwltool, `specification` when the workflow takes in what is no file of the
 * analysis
 */
export async function withCwltool(
  root: string,
  file: string,
  { shell, temporaryDirectory }: PayloadTools,
  task: '--pack' | '--validate',
): Promise<ShellResult> {
  const files = await readCwlFiles(root, file);
  const folder = await mkdtemp(path.join(temporaryDirectory, 'cwl-'));
  try {
    for (const [name, content] of files) {
      const copy = path.join(folder, 'analysis', name);
      await mkdir(path.dirname(copy), { recursive: true });
      await writeFile(copy, content);
    }
    const main = path.join(folder, 'analysis', file);
    const prefix = path.join(folder, 'temporary-');
    const result =
      await shell`env ${noNetwork} cwltool --quiet --skip-schemas --tmpdir-prefix ${prefix} ${task} ${main}`;
    if (result.exitCode === commandNotFound) {
      throw new ReanaCiError('usage', `${file} is a CWL workflow, and cwltool is not installed`, {
        hint: 'Install it with: pip install cwltool',
      });
    }
    // Programs also name it relative to the root of the file system.
    const copies = path.join(folder, 'analysis', '/');
    const stderr = result.stderr.replaceAll(copies, '').replaceAll(copies.slice(1), '');
    return { ...result, stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where nobody answers: no address of a workflow leads anywhere. */
const nowhere = 'http://127.0.0.1:9';
const noNetwork = [
  ...['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].map(
    (name) => `${name}=${nowhere}`,
  ),
  'no_proxy=',
  'NO_PROXY=',
];

function lastLines(text: string): string {
  const lines = text.trim().split('\n').slice(-5);
  return (
    lines
      .map((line) => line.trim())
      .join(' ')
      .slice(-800) || 'it gave no reason'
  );
}
