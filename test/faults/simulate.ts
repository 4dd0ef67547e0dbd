/** Tells stories: `node test/faults/simulate.ts --seeds 1..1000`, `--seed 17` for one of them in detail, `--table`, `--crowd`. */
import { crowd } from './crowd.ts';
import { createRandom } from './simulated-time.ts';
import { boundaries, plotOf, tell, type Plot } from './story.ts';
import { temporaryFaults, wordedFaults } from './faults.ts';

const [mode = '--seeds', argument = '1..1000'] = process.argv.slice(2);
/** Ends with the first violation. */
const isFirstEnough = process.argv.includes('--first');
const print = (line: string) => process.stdout.write(`${line}\n`);

if (mode === '--table') await tellTable();
else if (mode === '--crowd') await tellCrowd();
else if (mode === '--seed') await tellOne(Number(argument));
else await tellMany(argument);

async function tellOne(seed: number): Promise<void> {
  const plot = plotOf(seed, createRandom(seed));
  print(JSON.stringify(plot, (key, value: unknown) => (key === 'reply' ? undefined : value), 2));
  const { codes, violations } = await tell(plot);
  print(`codes: ${codes.join(' ')}`);
  report([...violations], seed);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

async function tellMany(range: string): Promise<void> {
  const [first = 1, last = first] = range.split('..').map(Number);
  const begun = process.cpuUsage();
  let wrong = 0;
  for (let seed = first; seed <= last; seed += 1) {
    const { violations } = await tell(plotOf(seed, createRandom(seed)));
    if (violations.length > 0) wrong += 1;
    report(violations, seed);
    if (wrong > 0 && isFirstEnough) break;
  }
  const { user, system } = process.cpuUsage(begun);
  const seconds = (user + system) / 1e6;
  print(
    `${last - first + 1} stories, ${wrong} with violations, ${seconds.toFixed(1)} s of one core`,
  );
  process.exitCode = wrong === 0 ? 0 : 1;
}

/** Every boundary with every fault, met once, three times and five times. */
async function tellTable(): Promise<void> {
  let cells = 0;
  let wrong = 0;
  for (const boundary of boundaries) {
    if (wrong > 0 && isFirstEnough) break;
    const isLook = boundary === 'look' || boundary === 'logs';
    for (const fault of isLook ? [...temporaryFaults, ...wordedFaults] : temporaryFaults) {
      for (const count of [1, 3, 5]) {
        const plot: Plot = {
          seed: 1,
          queue: 5000,
          run: 60_000,
          end: 'finished',
          withSecret: true,
          events: [
            { kind: 'fault', fault, boundary, first: 0, count },
            ...(boundary === 'stop' ? [{ kind: 'term', at: 30_000 } as const] : []),
            ...(boundary === 'delete' ? [{ kind: 'term', at: 400 } as const] : []),
          ],
        };
        cells += 1;
        const { codes, violations } = await tell(plot);
        if (violations.length > 0) {
          wrong += 1;
          print(
            `${boundary} × ${fault.name} × ${count}: ${codes.join(' ')}: ${violations.join('; ')}`,
          );
        }
      }
    }
  }
  print(`${cells} cells, ${wrong} with violations`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

async function tellCrowd(): Promise<void> {
  const { jobs, lost, doubled, requests, refused, took } = await crowd(1);
  const share = ((100 * refused) / requests).toFixed(1);
  print(
    `${jobs} jobs, ${lost} lost, ${doubled} doubled, ${requests} requests, ${share} % refused, ${Math.round(took / 60_000)} min`,
  );
  process.exitCode = lost + doubled === 0 ? 0 : 1;
}

function report(violations: readonly string[], seed: number): void {
  for (const violation of violations) {
    print(`seed ${seed}: ${violation} (node test/faults/simulate.ts --seed ${seed})`);
  }
}
