/** The Node of an archive: from npm, smaller, and with the one library that Linux may lack. */
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createShell } from '../../src/base/shell.ts';
import { type Processor, tripletOf } from './processor.ts';

/** Files that an archive takes beside the program. */
export interface NodeFiles {
  /** Without the names of its inner functions; looks for libraries in its own folder, too. */
  readonly program: string;
  /** Node needs it; Enterprise Linux and small images have it only where somebody has installed it. */
  readonly libatomic: string;
  /** Texts to hand on with them. */
  readonly licences: Readonly<Record<string, string>>;
}

/**
 * Gets the Node that `scripts/archive/node` pins for `processor`; npm compares it with the lock file there.
 *
 * @param cache folder that keeps what was fetched
 * @throws Error when a tool or a package of Debian is missing
 */
export async function fetchNode(processor: Processor, cache: string): Promise<NodeFiles> {
  const folder = path.join(cache, processor);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    await cp(path.join(import.meta.dirname, 'node', name), path.join(folder, name));
  }
  await run(folder, ['npm', 'ci', '--ignore-scripts', '--os=linux', `--cpu=${processor}`]);
  const source = path.join(folder, 'node_modules', `node-linux-${processor}`);
  const program = path.join(folder, 'node');
  const triplet = tripletOf[processor];
  await run(folder, [`${triplet}-strip`, '--strip-unneeded', '-o', program, `${source}/bin/node`]);
  await run(folder, ['patchelf', '--set-rpath', '$ORIGIN', program]);
  return {
    program,
    libatomic: firstOf([
      `/usr/lib/${triplet}/libatomic.so.1`,
      `/usr/${triplet}/lib/libatomic.so.1`,
    ]),
    licences: {
      'NODE-LICENSE': `${source}/LICENSE`,
      'LIBATOMIC-LICENSE': firstOf([
        `/usr/share/doc/libatomic1-${processor}-cross/copyright`,
        '/usr/share/doc/libatomic1/copyright',
        '/usr/share/doc/gcc-12-base/copyright',
      ]),
    },
  };
}

async function run(cwd: string, command: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await createShell({ cwd })`${command}`;
  if (exitCode === 0) return;
  throw new Error(
    `${command.join(' ')} ended with ${exitCode ?? 'a signal'}: ${stderr.trim()}\n` +
      'Debian has the tools: binutils-x86-64-linux-gnu, binutils-aarch64-linux-gnu, patchelf.',
  );
}

function firstOf(files: readonly string[]): string {
  const found = files.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(
    `None is here: ${files.join(', ')}. Debian has them in libatomic1, and libatomic1-arm64-cross.`,
  );
}
