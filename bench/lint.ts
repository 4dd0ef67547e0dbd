/**
 * Time to check a specification: `reana-ci lint` beside `reana-client validate`, each started anew
 * for every specification of the folders that are given, and once for all of them.
 *
 * `node bench/lint.ts FOLDER…` (`examples`); needs `npm run build`, and for the comparison the peer that
 * `npm run test:interop` installs. Times are of the processor, which other work on the machine changes less,
 * and of the clock.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { built, nodeFlags, reanaClient, root } from './programs.ts';

const folders = process.argv.length > 2 ? process.argv.slice(2) : [path.join(root, 'examples')];
const specifications = folders.flatMap((folder) =>
  globSync('**/reana*.yaml', { cwd: folder }).map((file) => path.resolve(folder, file)),
);
const lint = [process.execPath, ...nodeFlags, built, 'lint'];

interface Time {
  readonly processor: number;
  readonly clock: number;
}

const candidates = [
  { name: 'node, nothing else', command: () => [process.execPath, '-e', '0'] },
  { name: 'reana-ci lint', command: (file: string) => [...lint, file] },
  {
    name: 'reana-client validate',
    command: (file: string) => [reanaClient, 'validate', '-f', file],
  },
].filter(({ command }) => existsSync(command('')[0] ?? ''));

// In turns, so that a busy moment of the machine meets all of them.
const times = new Map(candidates.map(({ name }) => [name, [] as Time[]]));
for (const file of specifications) {
  for (const { name, command } of candidates) times.get(name)?.push(measure(file, command(file)));
}

console.log(`${specifications.length} specifications, milliseconds for one`);
for (const [name, measured] of times) {
  console.log(
    `${name.padEnd(22)} processor ${describe(measured.map(({ processor }) => processor))}; clock ${describe(measured.map(({ clock }) => clock))}`,
  );
}

// As a check of a whole repository does it: the start is shared.
const [first = ''] = specifications;
const together = measure(first, [...lint, ...specifications]);
const each = (total: number) => (total / specifications.length).toFixed(0);
console.log(
  `${'all in one call'.padEnd(22)} processor ${each(together.processor)}; clock ${each(together.clock)}`,
);

function measure(file: string, [program = '', ...args]: readonly string[]): Time {
  const before = childSeconds();
  const begun = performance.now();
  const env = { ...process.env, PYTHONWARNINGS: 'ignore' };
  spawnSync(program, args, { cwd: path.dirname(file), env });
  return { processor: (childSeconds() - before) * 1000, clock: performance.now() - begun };
}

/** Processor time of all processes that have been started here and have ended, to a hundredth of a second. */
function childSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function describe(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [best = 0, worst = 0] = [sorted[0], sorted.at(-1)];
  return `mean ${mean.toFixed(0)}, best ${best.toFixed(0)}, worst ${worst.toFixed(0)}`;
}
