/** The specification that a command is about. */
import { stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Finds the analysis' folder and the specification in it.
 *
 * @param given a specification, or a folder with a `reana.yaml`
 * @param analysis what paths are relative to; the folder of the specification by default
 */
export async function locateSpecification(
  cwd: string,
  given: string,
  analysis: string | undefined,
): Promise<{ root: string; file: string }> {
  const absolute = path.resolve(cwd, given);
  const entry = await stat(absolute).catch(() => undefined);
  const file = entry?.isDirectory() === true ? path.join(absolute, 'reana.yaml') : absolute;
  const root = analysis === undefined ? path.dirname(file) : path.resolve(cwd, analysis);
  return { root, file: path.relative(root, file) };
}
