import { describe, expect, it } from 'vitest';
import { createTransferProgress } from '../../src/run/transfer-progress.ts';
import { fakeHost } from './fake-context.ts';

function follow(kind: 'upload' | 'download', before: { done?: number; bytes?: number } = {}) {
  let time = 0;
  const host = fakeHost();
  const context = { host, now: () => time };
  const progress = createTransferProgress(kind, { total: 3, totalBytes: 300, ...before }, context);
  return {
    progress,
    wait: (milliseconds: number) => (time += milliseconds),
    told: () =>
      host.events.map((event) => ('bytes' in event ? `${event.done}/${event.bytes}` : event.kind)),
  };
}

describe('a transfer', () => {
  it('tells where it begins, and each file that has arrived', () => {
    const { progress, told } = follow('upload');
    progress.arrived('a', 100);
    progress.arrived('b', 50);
    expect(told()).toEqual(['0/0', '1/100', '2/150']);
  });

  it('tells of files on their way once a second', () => {
    const { progress, wait, told } = follow('download');
    progress.passed('a', 10);
    progress.passed('b', 20);
    wait(1000);
    progress.passed('a', 30);
    progress.passed('a', 40);
    expect(told()).toEqual(['0/0', '0/50']);
  });

  it('counts a file once that had to begin again', () => {
    const { progress, wait, told } = follow('download');
    progress.passed('a', 90);
    wait(1000);
    progress.passed('a', 10);
    progress.arrived('a', 100);
    expect(told()).toEqual(['0/0', '0/10', '1/100']);
  });

  it('goes on from what was there before', () => {
    const { progress, told } = follow('download', { done: 1, bytes: 100 });
    progress.arrived('b', 100);
    expect(told()).toEqual(['1/100', '2/200']);
  });
});
