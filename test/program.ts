/** The program as tests start it: built, as users get it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { inject, onTestFinished } from 'vitest';

/** Folder with `package.json` and `dist/`. */
export const builtProgram = inject('builtProgram');

/** The file that Node is started with. */
export const program = path.join(builtProgram, 'dist/cli.js');

/** A script that is the program, for a folder on the PATH. */
export const launcher = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;

/** Starts the program; it is gone after the test. */
export function startProgram(
  arguments_: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [program, ...arguments_], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
