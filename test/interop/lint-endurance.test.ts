/** Whatever chance and malice make of an analysis, lint answers in bounded time and memory. */
import { describe, expect, it } from 'vitest';
import { combine, measureEndurance, type Endurance } from '../lint/endurance.ts';

const series = Array.from({ length: 20 }, (_, index) => index + 1);

describe('10,000 harmed analyses', () => {
  it('make lint neither crash, nor take more than 5 s or 300 MB', async () => {
    const total = (await Promise.all([0, 1].map(everySecond))).reduce(combine);
    expect(total.crashes).toEqual([]);
    expect(total.slowest.value, JSON.stringify(total.slowest)).toBeLessThan(5000);
    expect(total.largest.value, JSON.stringify(total.largest)).toBeLessThan(300);
  });
});

async function everySecond(first: number): Promise<Endurance> {
  const results: Endurance[] = [];
  for (const seed of series.filter((number) => number % 2 === first)) {
    results.push(await measureEndurance(seed, 500));
  }
  return results.reduce(combine);
}
