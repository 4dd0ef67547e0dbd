/** The program as tests start it: built, as users get it. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { inject, onTestFinished } from 'vitest';
import { canariesIn, findLeaks } from './canaries.ts';

/** Folder with `package.json` and `dist/`. */
export const builtProgram = inject('builtProgram');

/** The file that Node is started with. */
export const program = path.join(builtProgram, 'dist/cli.js');

/** A script that is the program, for a folder on the PATH. */
export const launcher = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`;

/** Starts the program; it is gone after the test, which fails when a secret of `env` was printed. */
export function startProgram(
  arguments_: readonly string[],
  {
    cwd,
    env,
    mayPrint = [],
  }: {
    readonly cwd?: string;
    readonly env: NodeJS.ProcessEnv;
    /** Names of variables that the command is there to print. */
    readonly mayPrint?: readonly string[];
  },
): ChildProcessByStdio<null, Readable, Readable> {
  const child = spawn(process.execPath, [program, ...arguments_], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = [keep(child.stdout), keep(child.stderr)];
  onTestFinished(() => {
    child.kill('SIGKILL');
    const leaks = printed
      .flatMap((text) => findLeaks(text(), canariesIn(env), 'the output'))
      .filter(({ slot }) => !mayPrint.includes(slot));
    if (leaks.length > 0) throw new Error(`The program printed secrets: ${JSON.stringify(leaks)}`);
  });
  return child;
}

/** What passes a stream, however it is read. */
function keep(stream: Readable): () => string {
  const chunks: Buffer[] = [];
  const push = stream.push.bind(stream);
  stream.push = (chunk: unknown, encoding) => {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks).toString();
}
