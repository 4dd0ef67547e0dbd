/** The built program on a machine that has nothing but Node, started with any release of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { builtProgram } from '../program.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BareProgram {
  /** Starts a file of `dist/`; it is gone after the test. */
  start(file: string, arguments_: readonly string[], options?: StartOptions): Started;
  /** Runs one to its end. Fails the test when that is a bug, or when Node warns. */
  run(file: string, arguments_: readonly string[], options?: StartOptions): Promise<Ended>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export type Started = ReturnType<typeof spawn> & {
  readonly stdout: NodeJS.ReadableStream;
  readonly stderr: NodeJS.ReadableStream;
};

/** Where no engine of containers answers. */
const environment = { PATH: '/usr/bin:/bin', DOCKER_HOST: 'unix:///nowhere/docker.sock' };

/**
 * @param node what to start it with
 * @param cwd where to start it
 */
export function bareProgram(node: string, cwd: string): BareProgram {
  function start(file: string, arguments_: readonly string[], { env }: StartOptions = {}): Started {
    const child = spawn(node, [path.join(builtProgram, 'dist', file), ...arguments_], {
      cwd,
      env: { ...environment, HOME: cwd, ...env },
      stdio: 'pipe',
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return child;
  }
  return {
    start,
    async run(file, arguments_, options = {}) {
      const child = start(file, arguments_, options);
      child.stdin?.end(options.input ?? '');
      const [stdout, stderr, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number | null]>,
      ]);
      const told = `${arguments_.join(' ')}\n${stderr}`;
      expect(told).not.toMatch(/This is a bug|ReferenceError|SyntaxError|is not a function/);
      expect(told).not.toMatch(/\(node:\d+\)|\w+Warning:/);
      return { code, stdout, stderr };
    },
  };
}
