/** A CWL workflow as one JSON document, which is what REANA's CWL engine runs. */
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { isJsonObject, parseLeniently, type JsonObject } from '../../base/json.ts';
import type { Shell } from '../../base/shell.ts';

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
 * @throws ReanaCiError `usage` without cwltool; `specification` when cwltool refuses the workflow
 */
export async function packCwl(
  root: string,
  file: string,
  tools: PayloadTools,
): Promise<JsonObject> {
  const absolute = path.join(root, file);
  const prefix = path.join(tools.temporaryDirectory, 'cwl-');
  const result = await tools.shell`cwltool --quiet --tmpdir-prefix ${prefix} --pack ${absolute}`;
  if (result.exitCode === commandNotFound) {
    throw new ReanaCiError('usage', `${file} is a CWL workflow, and cwltool is not installed`, {
      hint: 'Install it with: pip install cwltool',
    });
  }
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

function lastLines(text: string): string {
  const lines = text.trim().split('\n').slice(-5);
  return (
    lines
      .map((line) => line.trim())
      .join(' ')
      .slice(-800) || 'it gave no reason'
  );
}
