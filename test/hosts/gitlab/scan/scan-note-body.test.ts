import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type NoteData, withEntry } from '../../../../src/hosts/gitlab/note/note-data.ts';
import {
  scanNoteBody,
  type ScanNoteContent,
} from '../../../../src/hosts/gitlab/scan/scan-note-body.ts';
import { scanHeadline, scanWords } from '../../../../src/hosts/gitlab/scan/scan-note.ts';
import type { PointResult } from '../../../../src/results/scan/point-result.ts';
import { projectUrl } from '../job-environment.ts';
import { entryOf, finishedNote } from '../note/sample-note.ts';
import { failedPoint, finishedPoints, idlePoint, pointOf } from './sample-scan.ts';

const nothing: NoteData = { version: 1, history: [] };

function noteOf(results: readonly PointResult[], more: Partial<ScanNoteContent> = {}) {
  const { icon, words } = scanWords(results);
  const { runUrl: _runUrl, ...entry } = entryOf(9001);
  const content: ScanNoteContent = {
    job: { name: 'reana-scan', url: `${projectUrl}/-/jobs/77001` },
    commit: finishedNote.commit,
    entry: { ...entry, icon, result: words, headline: scanHeadline(results) },
    results,
    linkTo: (file) =>
      `${projectUrl}/-/jobs/77001/artifacts/${file.endsWith('/') ? 'browse' : 'file'}/scan/` +
      file.split('/').map(encodeURIComponent).join('/'),
    ...more,
  };
  return (before: NoteData = nothing) => scanNoteBody(content, withEntry(before, content.entry));
}

async function expectGolden(body: string, name: string): Promise<void> {
  await expect(body).toMatchFileSnapshot(path.join(import.meta.dirname, '../golden', name));
}

describe('the note of a scan', () => {
  it('tells all points beside those of the target branch', async () => {
    const [first, ...points] = [...finishedPoints, failedPoint('900')];
    const factors = [1.04, 1, 0.9];
    const past = finishedPoints.map(({ inputs, metrics }, index) => ({
      inputs,
      metrics: metrics.map(({ value = 0, ...metric }) => ({
        ...metric,
        value: value * (factors[index] ?? 1),
      })),
    }));
    const write = noteOf([first, ...points], { baseline: { branch: 'main', points: past } });
    const before = withEntry(
      nothing,
      entryOf(8999, { icon: '❌', result: '2 of 4 points failed', headline: '' }),
    );
    await expectGolden(write(before), 'scan-finished.md');
  });

  it('tells why points failed', async () => {
    const points = [pointOf('300'), failedPoint('500'), idlePoint('750'), idlePoint('900')];
    await expectGolden(noteOf(points, { baseline: { branch: 'main' } })(), 'scan-failed.md');
  });

  it('tells a scan that has just begun', async () => {
    const entry = entryOf(9001, { icon: '🔵', result: 'running, 3 points', headline: '' });
    const { results: _results, ...content } = {
      job: { name: 'reana-scan', url: `${projectUrl}/-/jobs/77001` },
      commit: finishedNote.commit,
      entry,
      results: undefined,
      linkTo: () => '',
    };
    await expectGolden(scanNoteBody(content, withEntry(nothing, entry)), 'scan-running.md');
  });

  it('names the point where all have the same inputs', () => {
    expect(noteOf([pointOf('300')])()).toContain('| Point | Run | Upper limit (fb) |');
  });

  it('compares points whose inputs are the same, whatever their folders are called', () => {
    const [first] = finishedPoints;
    const past = { inputs: first!.inputs, metrics: [{ ...first!.metrics[0]!, value: 0.5 }] };
    const baseline = { branch: 'main', points: [past] };
    const body = noteOf([pointOf('300', { point: '1' }), pointOf('500', { point: '2' })], {
      baseline,
    })();
    expect(body).toContain('| 0.25 (−50 % 🟢 better) |');
    expect(body).toContain('| 0.15 |');
  });

  it('says which numbers are left out', () => {
    const metrics = Array.from({ length: 5 }, (_, index) => ({
      name: `m${index}`,
      label: `M${index}`,
      value: index,
    }));
    expect(noteOf([pointOf('300', { metrics })])()).toContain(
      '2 more numbers of each point in `scan.csv`.',
    );
  });

  it('lets nothing that a point says out of its place', () => {
    const evil = '|<script>alert(1)</script> @everyone /close ![x](http://evil.example/x)\n\n# Big';
    const points = [
      pointOf('300', {
        point: evil,
        inputs: { datasets: [evil], variables: { [evil]: evil }, parameters: {} },
        metrics: [{ name: 'a', label: evil, unit: evil, value: 1 }],
      }),
      pointOf('500', {
        status: 'failed',
        exitCode: 1,
        error: { code: 'run-failed', message: evil },
        metrics: [],
        url: 'javascript:alert(1)',
      }),
    ];
    const body = noteOf(points)();
    const visible = body.replace(/`+[^`]*`+/g, '').replace(/<!--[^]*?-->/g, '');
    expect(visible).not.toMatch(/<script|@everyone|!\[|javascript:|^\/|^# /m);
  });
});

describe('the length of the note of a scan', () => {
  it.each([10, 100, 1000])('is bounded for %d points', (count) => {
    const points = Array.from({ length: count }, (_, index) => {
      const mass = String(index + 1);
      return index % 3 === 0 ? failedPoint(mass) : pointOf(mass, { point: 'x'.repeat(90) });
    });
    const body = noteOf(points)();
    expect(body.length).toBeLessThanOrEqual(50_000);
    if (count > 200) expect(body).toMatch(/\d+ more points in `scan\.csv`\./);
  });

  it('is bounded for names as long as they may be', () => {
    const points = Array.from({ length: 1000 }, (_, index) =>
      pointOf(String(index), {
        inputs: {
          datasets: [`${'d'.repeat(5000)}${index}`],
          variables: {},
          parameters: Object.fromEntries(
            Array.from({ length: 50 }, (__, name) => [
              `p${name}`.padEnd(300, 'x'),
              `${index}`.padEnd(500),
            ]),
          ),
        },
      }),
    );
    expect(noteOf(points)().length).toBeLessThanOrEqual(50_000);
  });
});

describe('the words for a scan', () => {
  it.each<[string, string, readonly PointResult[]]>([
    ['✅', '3 points finished', finishedPoints],
    ['❌', '1 of 2 points failed', [pointOf('300'), failedPoint('500')]],
    [
      '⏹️',
      'cancelled, 1 of 2 points finished',
      [pointOf('1'), { ...idlePoint('2'), error: { code: 'interrupted', message: 'SIGTERM' } }],
    ],
  ])('are %s %s', (icon, words, points) => {
    expect(scanWords(points)).toEqual({ icon, words });
  });

  it('remember the range of the first number', () => {
    expect(scanHeadline(finishedPoints)).toBe('Upper limit 0.1 to 0.25 fb');
    expect(scanHeadline([pointOf('300')])).toBe('Upper limit 0.25 fb');
    expect(scanHeadline([failedPoint('300')])).toBe('');
  });
});
