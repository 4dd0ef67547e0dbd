import { describe, expect, it } from 'vitest';
import { createSlots } from '../../../src/local/run/slots.ts';

const never = new AbortController().signal;

describe('the places for jobs', () => {
  it('are given in the order they were asked for', async () => {
    const slots = createSlots(1);
    const release = await slots.take(never);
    const order: number[] = [];
    const waiting = [1, 2, 3].map(async (number) => {
      const free = await slots.take(never);
      order.push(number);
      free();
    });
    release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  it('are not kept by those who stopped waiting', async () => {
    const slots = createSlots(1);
    const release = await slots.take(never);
    const controller = new AbortController();
    const left = slots.take(controller.signal);
    controller.abort(new Error('stopped'));
    await expect(left).rejects.toThrow('stopped');
    release();
    (await slots.take(never))();
    await expect(slots.take(controller.signal)).rejects.toThrow('stopped');
  });
});
