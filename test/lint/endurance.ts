/** Memory and time of lint for analyses that are made to hurt it, measured in processes of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Endurance {
  /** Milliseconds. */
  readonly slowest: Peak;
  /** Megabytes of the whole process. */
  readonly largest: Peak;
  readonly crashes: readonly string[];
  readonly findings: number;
}

export interface Peak {
  readonly value: number;
  readonly index: number;
  readonly kind: string;
}

const program = path.join(import.meta.dirname, 'endure.ts');

/** Lints `count` analyses of the series `seed`. */
export async function measureEndurance(seed: number, count: number): Promise<Endurance> {
  let total: Endurance | undefined;
  for (let next = 0; next < count;) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      program,
      ...[seed, next, count].map(String),
    ]);
    const part = JSON.parse(stdout) as Endurance & { readonly next: number };
    total = total === undefined ? part : combine(total, part);
    ({ next } = part);
  }
  if (total === undefined) throw new Error('There is nothing to measure.');
  return total;
}

export function combine(one: Endurance, other: Endurance): Endurance {
  return {
    slowest: one.slowest.value < other.slowest.value ? other.slowest : one.slowest,
    largest: one.largest.value < other.largest.value ? other.largest : one.largest,
    crashes: [...one.crashes, ...other.crashes],
    findings: one.findings + other.findings,
  };
}
