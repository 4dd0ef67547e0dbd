/** Folder in which the embedded REANA keeps its runs between calls of `local` and `run --local`. */
import path from 'node:path';
import { defaultStateDirectory } from '../local/store/state-home.ts';
import type { Edge } from './edge.ts';

/** The absolute folder: as given with `--state`, or one outside of the analysis that belongs to the working folder. */
export function stateDirectory(edge: Edge, given: string | undefined): string {
  if (given !== undefined) return path.resolve(edge.cwd, given);
  return defaultStateDirectory(edge.env, edge.cwd);
}
