import { expect, it } from 'vitest';
import type { Progress } from '../../../src/reana/types.ts';
import { createStepLook } from '../../../src/run/watch/step-look.ts';
import { createStepTracker } from '../../../src/run/watch/step-tracker.ts';
import { fakeClock, fakeContext } from '../fake-context.ts';
import { fakeReana } from '../fake-reana.ts';

it('looks at the jobs take a tenth of the time at most', async () => {
  const clock = fakeClock();
  const asked: number[] = [];
  const begin = clock.now();
  const { client } = fakeReana({
    client: {
      async logs() {
        asked.push(clock.now() - begin);
        await clock.delay(10_000);
        return { engine: '', jobs: [] };
      },
    },
  });
  const context = fakeContext(client, clock);
  const look = createStepLook(
    'id',
    createStepTracker(() => undefined, context.now),
    {},
    context,
  );
  let finished = 0;
  const changed = (): Progress => ({ total: 9, running: 1, finished: (finished += 1), failed: 0 });

  await look(changed());
  await clock.delay(99_000);
  await look(changed());
  expect(asked).toEqual([0]);
  await clock.delay(1000);
  await look(changed());
  expect(asked).toEqual([0, 110_000]);
});
