/** Limits of a real analysis, as REANA's ATLAS demonstration left them. */
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readLimits } from '../../src/results/limits.ts';
import { reference, references } from './references.ts';

describe.skipIf(references === undefined)('limits of a real analysis', () => {
  it('are recognised, each as what it is', async () => {
    const samples = reference('limit-samples');
    const tables = await readLimits(samples, (await readdir(samples)).sort());
    expect(tables.map(({ file, kind, problems }) => [file, kind, problems])).toEqual([
      ['limit_data.json', 'upper-limit', []],
      ['limit_data_nomsignal.json', 'p-value', []],
    ]);
  });
});
