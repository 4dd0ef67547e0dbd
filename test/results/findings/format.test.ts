import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/base/error.ts';
import { type FindingsFormat, formatFindings } from '../../../src/results/findings/format.ts';
import type { LintReport } from '../../../src/results/findings/report.ts';
import { describeRules } from '../../../src/lint/rule-list.ts';

const tag: Finding = {
  rule: 'image-tag',
  severity: 'warning',
  message: 'the image <a&b> has no tag',
  file: 'reana.yaml',
  line: 6,
  column: 22,
};
const dollar: Finding = {
  rule: 'serial-placeholder',
  severity: 'error',
  message: 'there is no parameter "x"',
  hint: 'Did you mean y?',
  file: 'reana.yaml',
  line: 9,
  column: 13,
};
const reports: LintReport[] = [
  { file: 'reana.yaml', findings: [tag, dollar, { ...tag, line: 12 }] },
  { file: 'other/reana.yaml', findings: [] },
];

const describeRule = await describeRules(['serial-placeholder']);

function format(kind: FindingsFormat): Promise<string> {
  return formatFindings(kind, reports, describeRule);
}

describe('findings', () => {
  it('are text with place, consequence (once) and what to do', async () => {
    expect((await format('text')).split('\n')).toEqual([
      'reana.yaml:6:22: warning: the image <a&b> has no tag [image-tag]',
      `    ${describeRule('image-tag')?.consequence ?? ''}`,
      'reana.yaml:9:13: error: there is no parameter "x" [serial-placeholder]',
      `    ${describeRule('serial-placeholder')?.consequence ?? ''}`,
      '    → Did you mean y?',
      'reana.yaml:12:22: warning: the image <a&b> has no tag [image-tag]',
      '2 specifications: 1 error, 2 warnings',
      '',
    ]);
  });

  it('cannot steer a terminal', async () => {
    const evil = { ...tag, message: 'a\u001b[2Jb\nc' };
    const text = await formatFindings('text', [{ file: 'f', findings: [evil] }], () => undefined);
    expect(text).toBe(
      'reana.yaml:6:22: warning: a [2Jb c [image-tag]\n1 specification: 1 warning\n',
    );
  });

  it('are sentences in the code quality report, with one full stop', async () => {
    const report = {
      file: 'reana.yaml',
      findings: [
        { ...tag, message: 'usercert.pem expired.', hint: 'Renew it.' },
        { ...tag, message: 'the image has no tag' },
      ],
    };
    const issues = JSON.parse(await formatFindings('gitlab', [report], describeRule)) as {
      description: string;
    }[];
    expect(issues.map(({ description }) => description)).toEqual([
      'usercert.pem expired. Renew it.',
      'the image has no tag.',
    ]);
  });

  it('are one JSON value', async () => {
    expect(JSON.parse(await format('json'))).toEqual({
      specifications: reports,
      errors: 1,
      warnings: 2,
      infos: 0,
    });
  });

  it('are issues of GitLab, each with a fingerprint of its own that lines do not change', async () => {
    const issues = JSON.parse(await format('gitlab')) as { fingerprint: string }[];
    expect(issues).toMatchObject([
      {
        check_name: 'image-tag',
        severity: 'minor',
        location: { path: 'reana.yaml', lines: { begin: 6 } },
      },
      { severity: 'critical', description: 'there is no parameter "x". Did you mean y?' },
      { location: { lines: { begin: 12 } } },
    ]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    const moved = [{ file: 'reana.yaml', findings: [{ ...tag, line: 7 }] }];
    const [issue] = JSON.parse(
      await formatFindings('gitlab', moved, describeRule),
    ) as typeof issues;
    expect(issue?.fingerprint).toBe(issues[0]?.fingerprint);
  });

  it('are SARIF with the rules they break', async () => {
    const log = JSON.parse(await format('sarif')) as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: object[] }[];
    };
    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual([
      'image-tag',
      'serial-placeholder',
    ]);
    expect(log.runs[0]?.results[1]).toMatchObject({
      ruleId: 'serial-placeholder',
      ruleIndex: 1,
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 9, startColumn: 13 } } }],
    });
  });

  it('are JUnit in which only errors fail, escaped', async () => {
    const xml = await format('junit');
    expect(xml).toContain('<testsuite name="reana.yaml" tests="3" failures="1" errors="0">');
    expect(xml).toContain('<failure message="there is no parameter &quot;x&quot;">');
    expect(xml).toContain('the image &lt;a&amp;b&gt; has no tag');
    expect(xml).toContain('<testcase classname="other/reana.yaml" name="lint"/>');
  });
});
