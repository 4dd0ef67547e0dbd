/**
 * Time until a program can do something: `reana-ci --version` beside `reana-client version`.
 *
 * `node bench/startup.ts [rounds]`; needs `npm run build`, and for the comparison the peer that
 * `npm run test:interop` installs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { built, nodeFlags, reanaClient, root } from './programs.ts';

const rounds = Number(process.argv[2] ?? 15);

const candidates = [
  { name: 'node, nothing else', command: process.execPath, arguments: ['-e', '0'] },
  {
    name: 'reana-ci (built)',
    command: process.execPath,
    arguments: [...nodeFlags, built, '--version'],
  },
  {
    name: 'reana-ci (source)',
    command: process.execPath,
    arguments: [...nodeFlags, path.join(root, 'src/cli.ts'), '--version'],
  },
  { name: 'reana-client 0.9', command: reanaClient, arguments: ['version'] },
].filter(({ command, arguments: args }) => existsSync(command) && args.every(isThere));

// In turns, so that a busy moment of the machine meets all of them.
const times = new Map(candidates.map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++) {
  for (const { name, command, arguments: args } of candidates) {
    times.get(name)?.push(measure(command, args));
  }
}

console.log(`milliseconds from start to end, ${rounds} rounds`);
for (const [name, measured] of times) {
  const sorted = measured.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const best = sorted[0] ?? Number.NaN;
  console.log(`${name.padEnd(20)} median ${median.toFixed(0)}, best ${best.toFixed(0)}`);
}

/** A file that has to be there, or an option. */
function isThere(argument: string): boolean {
  return !path.isAbsolute(argument) || existsSync(argument);
}

function measure(command: string, args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return performance.now() - begun;
}
