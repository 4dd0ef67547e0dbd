/** How two runs differ: their specifications section by section, their workspaces file by file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import { createShell } from '../../base/shell.ts';

/** Longer differences are cut, so that comparing two huge files cannot fill the memory. */
const longestOutput = 1024 * 1024;

export interface ComparedRun {
  readonly name: string;
  readonly workspace: string;
  readonly specification: JsonObject;
}

/** Lines of a unified diff for each section of the specifications; none where they are equal. */
export async function specificationDifference(
  a: ComparedRun,
  b: ComparedRun,
  contextLines: number,
  temporary: string,
): Promise<Record<string, string[]>> {
  const folder = await mkdtemp(path.join(temporary, 'diff-'));
  try {
    const sections: Record<string, string[]> = {};
    for (const section of ['version', 'inputs', 'outputs', 'workflow']) {
      const files = [path.join(folder, 'a'), path.join(folder, 'b')] as const;
      await writeFile(files[0], sectionText(a, section));
      await writeFile(files[1], sectionText(b, section));
      const text = await compare(
        [`--unified=${contextLines}`, '--label', a.name, '--label', b.name],
        files,
      );
      sections[section] = text === '' ? [] : text.split('\n').slice(0, -1);
    }
    return sections;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param brief only tell which files differ */
export async function workspaceDifference(
  a: ComparedRun,
  b: ComparedRun,
  contextLines: number,
  brief: boolean,
): Promise<string> {
  const detail = brief ? '--brief' : `--unified=${contextLines}`;
  const text = await compare(['--recursive', detail], [a.workspace, b.workspace]);
  return text.replaceAll(a.workspace, a.name).replaceAll(b.workspace, b.name);
}

async function compare(
  options: readonly string[],
  files: readonly [string, string],
): Promise<string> {
  const shell = createShell();
  const script = 'limit="$1"; shift; diff "$@" | head -c "$limit"';
  const result = await shell`sh -c ${script} sh ${String(longestOutput)} ${options} -- ${files}`;
  return result.stdout;
}

function sectionText(run: ComparedRun, section: string): string {
  const value = run.specification[section];
  return value === undefined ? '' : `${JSON.stringify(value, null, 2)}\n`;
}
