import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createJobLog } from '../../../src/hosts/gitlab/job-log.ts';
import type { RunEvent } from '../../../src/run/event.ts';

const url = 'https://reana.example.org/details/0a1b';
const events: readonly RunEvent[] = [
  { kind: 'phase', phase: 'prepare' },
  { kind: 'phase', phase: 'preflight', server: 'https://reana.example.org' },
  { kind: 'warning', message: 'The quota is nearly used up.' },
  { kind: 'submitted', id: '0a1b', name: 'zz.1', url, reattached: false },
  { kind: 'phase', phase: 'watch' },
  { kind: 'step-ended', step: 'select', status: 'finished', milliseconds: 7000 },
  { kind: 'step-ended', step: 'fit', status: 'failed', milliseconds: 90_000 },
  { kind: 'phase', phase: 'collect' },
  { kind: 'log-tail', step: 'fit', lines: ['\u001b[0Ksection_end:1:reana_collect\r\u001b[0K'] },
  { kind: 'phase', phase: 'report' },
];

function logOf(colour: boolean): Promise<string> {
  const output = new PassThrough();
  const log = createJobLog(output, { colour, now: () => 1_700_000_000_000 });
  for (const event of events) log.announce(event);
  log.end();
  output.end();
  return textOf(output);
}

describe('the log of a job', () => {
  it('closes every section it opens', async () => {
    const text = await logOf(true);
    const marks = [...text.matchAll(/section_(start|end):1700000000:([\w.-]+)\r/g)].map(
      ([, which, name]) => `${which ?? ''} ${name ?? ''}`,
    );
    expect(marks).toEqual([
      'start reana_prepare',
      'end reana_prepare',
      'start reana_watch',
      'end reana_watch',
      'start reana_collect',
      'start reana_log_1',
      'end reana_log_1',
      'end reana_collect',
    ]);
  });

  it('shows what went wrong in red, and what to look at in yellow', async () => {
    const text = await logOf(true);
    expect(text).toContain('\u001b[31m  failed    fit (1 min 30 s)\u001b[0m');
    expect(text).toContain('\u001b[32m  finished  select (7 s)\u001b[0m');
    expect(text).toContain('\u001b[33mwarning: The quota is nearly used up.\u001b[0m');
  });

  it('has no colour where none is wanted', async () => {
    expect((await logOf(false)).replaceAll('\u001b[0K', '')).not.toContain('\u001b');
  });

  it("keeps a step's own log from closing a section", async () => {
    const text = await logOf(false);
    const tail = stripVTControlCharacters(text).split('The last')[1] ?? '';
    expect(tail).toContain('  | section_end:1:reana_collect');
    expect(text).not.toContain('\u001b[0Ksection_end:1:');
  });
});
