/** Runs command blocks as they are printed, in a copy of the examples, with the built program as `reana-ci`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { startReana } from '../embedded-reana.ts';
import { launcher } from '../program.ts';
import { type AtEnd, temporaryFolder } from '../temporary-folder.ts';
import { type CodeBlock, readBlocks, repository, type Trial } from './code-blocks.ts';

export type RunTrial = Extract<Trial, { kind: 'run' }>;

export interface Outfit {
  /** Before the search path of this machine. */
  readonly programs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves out the built program. */
  readonly withoutProgram?: boolean;
  /** Takes what cleans up: that of the test itself where several run at a time. */
  readonly atEnd?: AtEnd;
  /** Called with the copy of the repository before the block runs. */
  readonly prepare?: (copy: string) => Promise<void>;
}

/** Blocks with what the comment before them asks for. */
export function runnable(
  blocks: readonly CodeBlock[],
  isFor: (equipment: readonly string[]) => boolean,
): { readonly block: CodeBlock; readonly trial: RunTrial }[] {
  return blocks.flatMap((block) =>
    block.trial?.kind === 'run' && isFor(block.trial.equipment)
      ? [{ block, trial: block.trial }]
      : [],
  );
}

/** @returns what the block has printed; a failing command fails the test with it */
export async function tryBlock(
  block: CodeBlock,
  trial: RunTrial,
  outfit: Outfit = {},
): Promise<string> {
  const { atEnd = onTestFinished } = outfit;
  const copy = await temporaryFolder({}, atEnd);
  await cp(path.join(repository, 'examples'), path.join(copy, 'examples'), { recursive: true });
  for (const [name, content] of programsOf(block.page)) {
    await writeFile(path.join(copy, trial.folder, name), content);
  }
  const home = await temporaryFolder({}, atEnd);
  await mkdir(path.join(home, 'tmp'));
  const own = outfit.withoutProgram === true ? [] : [await programFolder(atEnd)];
  await outfit.prepare?.(copy);
  const PATH = [...own, ...(outfit.programs ?? []), process.env.PATH].join(':');
  const reana = trial.equipment.includes('REANA')
    ? (await startReana({ environment: { PATH } }, atEnd)).variables
    : {};
  const env = {
    PATH,
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    LANG: 'C.UTF-8',
    ...reana,
    ...outfit.env,
  };
  const script = [trial.after, block.code].filter((part) => part !== undefined).join('\n');
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: path.join(copy, trial.folder),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A signal reaches the program, too, not only the shell.
    detached: true,
  });
  const said = await listen(child, trial.until);
  if (trial.until === undefined) expect(child.exitCode, `${block.place}\n${said}`).toBe(0);
  else expect(said, block.place).toContain(trial.until);
  return said;
}

/** Programs that a page shows, by the comment they begin with: `# next_points.py: what it does`. */
function programsOf(page: string): [name: string, content: string][] {
  return readBlocks()
    .filter((block) => block.page === page)
    .flatMap(({ code }) => {
      const name = /^# ([\w-]+\.py): /.exec(code)?.[1];
      return name === undefined ? [] : [[name, code]];
    });
}

async function programFolder(atEnd: AtEnd): Promise<string> {
  const folder = await temporaryFolder({ 'reana-ci': launcher }, atEnd);
  await chmod(path.join(folder, 'reana-ci'), 0o755);
  return folder;
}

/** @returns both outputs together */
async function listen(child: ChildProcess, until: string | undefined): Promise<string> {
  let said = '';
  let ended = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      said += data.toString();
      if (ended || until === undefined || !said.includes(until) || child.pid === undefined) return;
      ended = true;
      process.kill(-child.pid, 'SIGINT');
    });
  }
  await once(child, 'close');
  return said;
}
