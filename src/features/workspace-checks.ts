/** Steps about the names of files in the workspace. */
import type { Check, Evidence } from './check.ts';

/** REANA looks at folders only where no files are declared. */
export const outputsInWorkspace: Check = async (evidence) => {
  const { files, directories } = await evidence.outputs();
  for (const name of files.length > 0 ? files : directories) {
    if (!(await isThere(evidence, name))) return missing(name);
  }
  return undefined;
};

export const isFileInWorkspace: Check = async (evidence, [name = '']) =>
  (await isThere(evidence, name)) ? undefined : missing(name);

export const isNoFileInWorkspace: Check = async (evidence, [name = '']) =>
  (await isThere(evidence, name)) ? { failed: `the workspace contains ${name}` } : undefined;

/** Also a folder; quotes count here, as REANA takes none away. */
async function isThere(evidence: Evidence, name: string): Promise<boolean> {
  const usage = await evidence.usage();
  return usage.some(({ path }) => path === name || `/${path}` === name);
}

function missing(name: string) {
  return { failed: `the workspace does not contain ${name}` };
}
