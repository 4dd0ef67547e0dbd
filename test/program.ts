/** The program as tests start it: from its sources, with what Node makes of them kept between starts. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const program = path.join(root, 'src/cli.ts');
/** Without it, each start strips the types from hundreds of files again, which takes as long as the rest. */
const cache = path.join(root, 'node_modules/.cache/reana-ci');

/** A script that is the program, for a folder on the PATH. */
export const launcher = `#!/bin/sh\nNODE_COMPILE_CACHE='${cache}' exec '${process.execPath}' '${program}' "$@"\n`;

/** Starts the program; it is gone after the test. */
export function startProgram(
  arguments_: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [program, ...arguments_], {
    cwd,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: cache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
