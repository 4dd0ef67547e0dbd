import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLimitTable } from '../../../src/results/limits/limit-table.ts';
import { type PageContent, pageOf } from '../../../src/results/page/page.ts';
import { writePage } from '../../../src/results/page/write-page.ts';
import type { RunRecord } from '../../../src/results/run-record.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { failedRecord, finishedRecord, largeRecord } from '../reports/sample-record.ts';

const nothing = { metrics: [], limits: [], tails: [], pictures: [] };
const limit = { minus2: 0.5, minus1: 0.7, expected: 1, plus1: 1.5, plus2: 2.2, observed: 1.4 };

function page(record: RunRecord, content: Partial<PageContent> = {}): string {
  return pageOf({ ...nothing, record, ...content });
}

/** For a reader of this repository, and of what changes in it. */
async function expectPage(text: string, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, 'golden');
  await expect(text).toMatchFileSnapshot(path.join(folder, `${name}.html`));
}

describe('the page of a run', () => {
  it('tells how it went, what came out, and where the time went', async () => {
    const table = createLimitTable('fit/limit.json', 'recast', 'upper-limit', [limit]);
    const metric = { name: 'yield', label: 'Signal yield', unit: 'events', value: 12.5 };
    const content = { metrics: [metric], limits: table === undefined ? [] : [table] };
    await expectPage(page(finishedRecord, { ...content, pictures: ['fit/a b.png'] }), 'finished');
  });

  it('tells which programs made it', () => {
    const madeBy = { reanaCi: '1.2.3', commit: '4477ccc0a1b2', reana: '0.9.4' };
    const text = page({ ...finishedRecord, madeBy });
    expect(text).toContain('<code>1.2.3 (4477ccc0a1b2)</code>');
    expect(text).toContain(`<code>${finishedRecord.server} (REANA 0.9.4)</code>`);
  });

  it('shows how the tests of the specification came out', () => {
    const place = { feature: 'tests/a.feature', scenario: 'all <b>', line: 3 };
    const failed = { ...place, status: 'failed', step: 'it should', message: 'it is not' } as const;
    const text = page({ ...finishedRecord, tests: [{ ...place, status: 'passed' }, failed] });
    expect(text).toContain('<h2>Tests: 1 passed, 1 failed</h2>');
    expect(text).toContain('<td>all &lt;b&gt;</td>');
    expect(text).toMatch(/tests\/a\.feature:3<\/code><br \/>it should: it is not/);
  });

  it('begins with what went wrong', async () => {
    const step = failedRecord.steps[1]!;
    const tails = [{ step, lines: ['reading 120 events', 'ValueError: no events left'] }];
    await expectPage(page(failedRecord, { tails }), 'failed');
  });

  it('lets nothing that a step or a server says become part of it', () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const step = {
      ...failedRecord.steps[0]!,
      name: evil,
      image: evil,
      command: evil,
      status: evil,
    };
    const record: RunRecord = {
      ...failedRecord,
      analysis: evil,
      name: evil,
      url: 'javascript:alert(1)',
      steps: [step],
      files: [{ path: evil, size: 1, sha256: '' }],
      missing: [evil],
      error: { code: 'run-failed', message: evil, hint: evil },
      inputs: { datasets: [evil], variables: { [evil]: evil }, parameters: { [evil]: evil } },
    };
    const text = page(record, {
      metrics: [{ name: 'x', label: evil, unit: evil, problem: evil }],
      tails: [{ step, lines: [evil] }],
      pictures: [evil],
    });
    expect(text).not.toMatch(/<script|<img src=x|javascript:/);
    expect(text).toContain("default-src 'none'");
  });

  it('stays small for a run of thousands of steps and files, and says what it leaves out', () => {
    const files = Array.from({ length: 20_000 }, (_, index) => ({
      path: `out/${index}.txt`,
      size: 1,
      sha256: '',
    }));
    const text = page({ ...largeRecord(5000), files });
    expect(text.length).toBeLessThan(2_000_000);
    expect(text).toContain('5000 steps, 500 failed');
    expect(text).toContain('4000 more steps in run.json.');
    expect(text).toContain('19000 more files in run.json.');
  });
});

describe('what is written', () => {
  const files = ['a.png', 'b.SVG', 'c.pdf', 'fit/d.jpg'].map((name) => ({
    path: name,
    size: 1,
    sha256: '',
  }));

  async function written(
    pictures: readonly string[],
    redact = (text: string) => text,
  ): Promise<string> {
    const results = await temporaryFolder({ 'logs/02-fit.log': 'one\nkey: s3cret&1\n' });
    const record = { ...failedRecord, files };
    const sources = { record, metrics: [], limits: [], graph: undefined, pictures };
    await writePage(results, sources, redact);
    return readFile(path.join(results, 'report.html'), 'utf8');
  }

  it.each([
    ['all pictures', [], ['a.png', 'b.SVG', 'fit/d.jpg']],
    ['those that the analysis names', ['fit/*', '*.pdf'], ['fit/d.jpg']],
  ])('shows %s', async (_which, patterns, shown) => {
    const text = await written(patterns);
    expect([...text.matchAll(/<figcaption>(.*?)</g)].map(([, name]) => name)).toEqual(shown);
  });

  it('has the ends of the logs of failed steps, and no secret', async () => {
    const text = await written([], (part) => part.replaceAll('s3cret&1', '[hidden]'));
    expect(text).toContain('one\nkey: [hidden]');
    expect(text).not.toContain('s3cret');
  });
});
