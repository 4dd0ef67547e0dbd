import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLimits } from '../../src/results/limits.ts';

const samples = path.resolve(import.meta.dirname, '../../../shared/limit-samples');

describe.skipIf(!existsSync(samples))('limits of real analyses', () => {
  it('are recognised, each as what it is', async () => {
    const tables = await readLimits(samples, await readdir(samples));
    expect(tables.map(({ file, kind, problems }) => [file, kind, problems])).toEqual([
      ['limit_data.json', 'upper-limit', []],
      ['limit_data_nomsignal.json', 'p-value', []],
    ]);
  });
});
