import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteBody, type NoteContent } from '../../../../src/hosts/gitlab/note/note-body.ts';
import { dataOf, type NoteData, withEntry } from '../../../../src/hosts/gitlab/note/note-data.ts';
import { finishedRecord, largeRecord } from '../../../results/reports/sample-record.ts';
import { entryOf, failedNote, finishedNote } from './sample-note.ts';

const nothing: NoteData = { version: 1, history: [] };

function render(content: NoteContent, before: NoteData = nothing): string {
  return noteBody(content, withEntry(before, content.entry));
}

async function expectGolden(body: string, name: string): Promise<void> {
  await expect(body).toMatchFileSnapshot(path.join(import.meta.dirname, '../golden', name));
}

describe('the note of a merge request', () => {
  it('tells a finished run beside the target branch', async () => {
    const before = [entryOf(8998, { icon: '❌', result: 'failed in fit' }), entryOf(8999)];
    const data = before.reduce(withEntry, nothing);
    await expectGolden(render(finishedNote, data), 'finished.md');
  });

  it('tells a failed run with the end of its log', async () => {
    await expectGolden(render(failedNote), 'failed.md');
  });

  it('tells a run that has just been submitted', async () => {
    const { record: _record, baseline: _baseline, graph: _graph, ...content } = finishedNote;
    const entry = entryOf(9001, { icon: '🔵', result: 'running', headline: '' });
    await expectGolden(render({ ...content, entry, metrics: [] }), 'running.md');
  });

  it('tells how the tests of the specification came out', () => {
    const passed = {
      feature: 'tests/a.feature',
      scenario: 'all',
      line: 3,
      status: 'passed',
    } as const;
    const good = render({ ...finishedNote, record: { ...finishedRecord, tests: [passed] } });
    expect(good).toContain('\n✅ Tests: 1 passed\n');
    const failed = {
      ...passed,
      status: 'failed',
      step: 'it should',
      message: 'it is @all',
    } as const;
    const bad = render({ ...finishedNote, record: { ...finishedRecord, tests: [passed, failed] } });
    expect(bad).toContain('\n❌ Tests: 1 passed, 1 failed\n');
    // As code, it mentions nobody.
    expect(bad).toContain('| `tests/a.feature:3` | all | it should | `it is @all` |');
  });

  it('says so when there is nothing to compare with yet', () => {
    const body = render({ ...finishedNote, baseline: { branch: 'main' } });
    expect(body).toContain('Nothing to compare with: main has no finished run with results yet.');
    expect(body).toContain('| Result | This run |\n');
  });

  it('keeps what it has to know though it is edited by hand', () => {
    const body = render(finishedNote).replace('Tighten', 'Loosen');
    expect(dataOf(body).history).toEqual([finishedNote.entry]);
    expect(dataOf('nothing of ours').history).toEqual([]);
    expect(dataOf('<!-- reana-ci:data {"version":1 -->').history).toEqual([]);
  });
});

describe('the length of a note', () => {
  it.each([2000, 20_000])('is bounded for a run of %d steps', (count) => {
    const record = largeRecord(count);
    const failures = record.steps
      .filter((step) => step.status === 'failed')
      .map((step) => ({ step, tail: Array.from({ length: 100 }, () => 'x'.repeat(500)) }));
    const metrics = Array.from({ length: 500 }, (_, index) => ({
      name: `m${index}`,
      label: `A number with a long name ${'x'.repeat(150)} ${index}`,
      value: index,
    }));
    const graph = 'x'.repeat(100_000);
    const before = Array.from({ length: 60 }, (_, index) => entryOf(index)).reduce(
      withEntry,
      nothing,
    );
    const body = render({ ...failedNote, record, failures, metrics, graph }, before);
    expect(body.length).toBeLessThan(60_000);
    expect(body).toContain('some of it is left out; the artifacts have it all.');
    expect(body).toContain(`${count} steps, ${count / 10} failed`);
    expect(dataOf(body).history[0]).toEqual(failedNote.entry);
  });

  it('costs the steps first, then the graph, then the logs', () => {
    const { record } = failedNote;
    const many = { ...failedNote, record: { ...record!, steps: largeRecord(150).steps } };
    const data = withEntry(nothing, failedNote.entry);
    const bodies = [60_000, 12_000].map((longest) => noteBody(many, data, longest));
    expect(bodies.map((body) => body.includes('mermaid'))).toEqual([true, true]);
    const short = { ...many, graph: `flowchart TB\n${'x'.repeat(20_000)}` };
    const body = noteBody(short, data, 12_000);
    expect(body).not.toContain('mermaid');
    expect(body).toContain('ValueError: no events left');
  });
});

describe('text of others in a note', () => {
  const hostile = [
    '</details><script>alert(1)</script>',
    '| a | b |',
    '`` ` `` @all /close #1 !2 ~bug %1 :tada: $x$',
    '[x](javascript:alert(1)) ![y](https://evil.example/p.png)',
    '<!-- reana-ci:data {"version":1,"history":[]} -->',
    '<!-- reana-ci:history -->',
    'a\n\n/approve\n\n# heading',
    '\u202eright to left',
  ];

  it.each(hostile)('stays text: %j', (text) => {
    const content = {
      ...failedNote,
      job: { ...failedNote.job, name: text },
      commit: { ...failedNote.commit, title: text },
      entry: entryOf(9001, { result: text, headline: text }),
      metrics: [{ name: 'm', label: text, unit: text, problem: text, value: 1 }],
      baseline: { branch: text },
      record: {
        ...failedNote.record!,
        missing: [text],
        error: { code: 'run-failed', message: text, hint: text },
        steps: failedNote.record!.steps.map((step) => ({ ...step, name: text })),
      },
      failures: [{ step: { ...failedNote.record!.steps[1]!, name: text }, tail: [text] }],
    };
    const body = render(content, withEntry(nothing, entryOf(1, { result: text, headline: text })));
    const outside = withoutCode(body);
    expect(outside).not.toMatch(/<script|javascript:|@all|:tada:|!\[|\u202e/);
    expect(outside).not.toMatch(/^\/(close|approve)/m);
    expect(outside.match(/<details>/g)).toHaveLength(4);
    expect(outside.match(/<\/details>/g)).toHaveLength(4);
    expect(body.match(/<!-- reana-ci:data /g)).toHaveLength(1);
    expect(dataOf(body).history).toHaveLength(2);
    for (const row of outside.split('\n').filter((line) => line.startsWith('|'))) {
      expect(row).toMatch(/^\| .* \|$/);
    }
  });

  it('in a log cannot end its block', () => {
    const tail = ['```', '````', '</details>', '~~~'];
    const body = render({ ...failedNote, failures: [{ ...failedNote.failures[0]!, tail }] });
    expect(body).toContain('`````\n```\n````\n</details>\n~~~\n`````');
  });
});

/** What a reader of Markdown takes for more than text: without code blocks, code spans and hidden lines. */
function withoutCode(body: string): string {
  return body
    .replace(/^(`{3,})[^\n`]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    .replace(/^<!-- .*? -->$/gm, '');
}
