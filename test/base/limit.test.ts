import { expect, it } from 'vitest';
import { forEachLimited } from '../../src/base/limit.ts';

it('keeps the number of running tasks under the limit', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await forEachLimited([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    done.push(item);
  });
  expect(most).toBe(2);
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5]);
});

it('starts nothing more after an error, and throws it when the rest has ended', async () => {
  const started: number[] = [];
  const run = forEachLimited([1, 2, 3], 1, (item) => {
    started.push(item);
    return item === 2 ? Promise.reject(new Error('no')) : Promise.resolve();
  });
  await expect(run).rejects.toThrow('no');
  expect(started).toEqual([1, 2]);
});
