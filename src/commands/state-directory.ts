/** Where the embedded REANA keeps its runs, between calls of `local` and `run --local`. */
import path from 'node:path';
import type { Edge } from './edge.ts';

/** Relative to the working folder, so that two analyses do not meet. */
export const defaultStateDirectory = '.reana-ci/local';

/** The absolute folder, as given with `--state` or by default. */
export function stateDirectory(edge: Edge, given: string = defaultStateDirectory): string {
  return path.resolve(edge.cwd, given);
}
