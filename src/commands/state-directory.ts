/** Where the embedded REANA keeps its runs, between calls of `local` and `run --local`. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Edge } from './edge.ts';

/** The folder as given with `--state`, or `reana-ci` below the user's state folder (XDG). */
export function stateDirectory(edge: Edge, given: string | undefined): string {
  if (given !== undefined) return path.resolve(edge.cwd, given);
  const base = edge.env.XDG_STATE_HOME ?? path.join(edge.env.HOME ?? homedir(), '.local', 'state');
  return path.join(base, 'reana-ci');
}
