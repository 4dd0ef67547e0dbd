import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Orphaned, watchParent } from '../../../src/hosts/panda/orphan.ts';
import { createPandaHost } from '../../../src/hosts/panda/panda-host.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  let written = '';
  const progress = new PassThrough().on('data', (chunk: Buffer) => {
    written += chunk.toString();
  });
  const host = createPandaHost({ progress, now: () => Date.now() });
  /** What has been written since the last call. */
  const lines = () => {
    const fresh = written;
    written = '';
    return fresh;
  };
  return { host, lines };
}

describe('the host of a PanDA job', () => {
  it('writes a line every five minutes at least, whatever takes so long', () => {
    const { host, lines } = start();
    host.announce({ kind: 'phase', phase: 'upload' });
    for (let quarter = 0; quarter < 12; quarter += 1) {
      vi.advanceTimersByTime(5 * 60_000);
      expect(lines()).toMatch(/^upload {6}still, after \d+/);
    }
    host.close();
    vi.advanceTimersByTime(60 * 60_000);
    expect(lines()).toBe('');
  });

  it('keeps quiet while there is news', () => {
    const { host, lines } = start();
    for (let minute = 0; minute < 10; minute += 1) {
      host.announce({ kind: 'step-started', step: 'fit' });
      vi.advanceTimersByTime(60_000);
    }
    expect(lines()).not.toContain('still');
    host.close();
  });

  it('shows nothing of what a step has printed', () => {
    const { host, lines } = start();
    host.announce({ kind: 'log-tail', step: 'fit', lines: ['std::bad_alloc'] });
    expect(lines()).toBe('  log of fit: log.reana.*\n');
    host.close();
  });

  it('goes on with the run of an earlier try, and ends before the queue does', () => {
    const { host } = start();
    expect(host).toMatchObject({ resumes: true, limits: { deadline: 44 * 3_600_000 } });
    host.close();
  });
});

describe('watchParent', () => {
  it('notices within a second that the parent has gone', () => {
    let parent = 7;
    const { signal } = watchParent(() => parent);
    vi.advanceTimersByTime(60_000);
    expect(signal.aborted).toBe(false);
    parent = 1;
    vi.advanceTimersByTime(1000);
    expect(signal.reason).toBeInstanceOf(Orphaned);
    expect(signal.reason).toMatchObject({ exitCode: 143 });
  });
});
