/** The difference of two runs: their specifications section by section, their workspaces file by file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import { createProgramShell } from '../../base/program.ts';
import { pythonRepr } from '../../languages/python/value.ts';

/** Longer differences are cut, so that comparing two huge files cannot fill the memory. */
const longestOutput = 1024 * 1024;

export interface ComparedRun {
  readonly name: string;
  readonly workspace: string;
  /** With the parameters that were given at start. */
  readonly specification: JsonObject;
}

/** Lines of a unified diff for each section of the specifications; none where they are equal. */
export async function specificationDifference(
  a: ComparedRun,
  b: ComparedRun,
  temporary: string,
): Promise<Record<string, string[]>> {
  const folder = await mkdtemp(path.join(temporary, 'diff-'));
  try {
    const sections: Record<string, string[]> = {};
    for (const section of ['version', 'inputs', 'outputs', 'workflow']) {
      const files = [path.join(folder, 'a'), path.join(folder, 'b')] as const;
      await writeFile(files[0], sectionText(a, section));
      await writeFile(files[1], sectionText(b, section));
      // Each section is one line: neither context nor names tell anything.
      const text = await compare(['--unified=0'], files);
      const [change = '', ...sides] = text.split('\n').slice(2, -1);
      sections[section] = text === '' ? [] : [`${change}\n`, ...sides];
    }
    return sections;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param contextLines as it was asked; with what is no number the comparison fails, and gives nothing
 * @param brief only tell which files differ
 */
export async function workspaceDifference(
  a: ComparedRun,
  b: ComparedRun,
  contextLines: string,
  brief: boolean,
): Promise<string> {
  const detail = brief ? '-q' : `--unified=${contextLines}`;
  const text = await compare([detail, '-r'], [a.workspace, b.workspace]);
  return text.replaceAll(a.workspace, a.name).replaceAll(b.workspace, b.name);
}

async function compare(
  options: readonly string[],
  files: readonly [string, string],
): Promise<string> {
  const shell = createProgramShell({ environment: {} });
  const script = 'limit="$1"; shift; diff "$@" | head -c "$limit"';
  const result = await shell`sh -c ${script} sh ${String(longestOutput)} ${options} ${files}`;
  return result.stdout;
}

function sectionText(run: ComparedRun, section: string): string {
  const value = run.specification[section];
  return value === undefined ? '' : `${pythonRepr(sorted(value))}\n`;
}

/** The server keeps mappings sorted by their keys. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}
