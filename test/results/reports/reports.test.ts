import { describe, expect, it } from 'vitest';
import { createAnnotations, joinAnnotations } from '../../../src/results/reports/annotations.ts';
import { createDotenv } from '../../../src/results/reports/dotenv.ts';
import { createOpenMetrics } from '../../../src/results/reports/open-metrics.ts';
import { storeAnnotations, storeDotenv } from '../../gitlab-server/reports.ts';
import { failedRecord, finishedRecord, largeRecord } from './sample-record.ts';

describe('the annotations', () => {
  it('are links in the form GitLab reads', () => {
    const links = [{ label: 'zz.1 on REANA', url: 'https://reana.example.org/details/1' }];
    expect(JSON.parse(createAnnotations(links))).toEqual({
      REANA: [
        { external_link: { label: 'zz.1 on REANA', url: 'https://reana.example.org/details/1' } },
      ],
    });
  });

  it('lead to web pages only', () => {
    const links = ['javascript:alert(1)', 'not a link', ''].map((url) => ({ label: 'x', url }));
    expect(JSON.parse(createAnnotations(links))).toEqual({ REANA: [] });
  });
});

describe('the annotations of many runs', () => {
  const report = (index: number, length = 40) =>
    createAnnotations([
      { label: `Run ${index}`, url: `https://reana.example.org/${'x'.repeat(length)}${index}` },
    ]);

  it('are one report, as GitLab stores two of a job under one name', () => {
    expect(() => storeAnnotations([report(1), report(2)])).toThrow('21000');
    const { REANA } = storeAnnotations([joinAnnotations([report(1), report(2)])]);
    expect(REANA).toMatchObject([
      { external_link: { label: 'Run 1' } },
      { external_link: { label: 'Run 2' } },
    ]);
  });

  it.each([[2000, 10] as const, [500, 1900] as const])(
    'of %d runs are as many as GitLab takes',
    (count, length) => {
      const reports = Array.from({ length: count }, (_one, index) => report(index, length));
      const { REANA } = storeAnnotations([joinAnnotations(reports)]);
      expect(REANA!.length).toBeGreaterThan(30);
    },
  );
});

describe('the variables for later jobs', () => {
  it('tell two jobs of a pipeline apart by their prefixes', () => {
    const variables = ['zz-reana', 'HH_reana', '500-reana'].map((job) =>
      storeDotenv(createDotenv(finishedRecord, `results-${job}`, job)),
    );
    expect(variables).toMatchObject([
      { REANA_RUN_RESULTS: 'results-zz-reana', ZZ_REANA_RUN_RESULTS: 'results-zz-reana' },
      { HH_REANA_RUN_RESULTS: 'results-HH_reana' },
      { _500_REANA_RUN_RESULTS: 'results-500-reana' },
    ]);
  });

  it('tell the run and where its results are', () => {
    expect(createDotenv(finishedRecord, 'results')).toBe(
      `REANA_RUN_ID=0a1b2c3d-0000-4000-8000-000000000000
REANA_RUN_NAME=zz_p42_mr7_9001_reana-0123456789ab.1
REANA_RUN_STATUS=finished
REANA_RUN_URL=https://reana.example.org/details/0a1b2c3d-0000-4000-8000-000000000000
REANA_RUN_DIGEST=${finishedRecord.digest}
REANA_RUN_RESULTS=results
REANA_RUN_EXIT_CODE=0
`,
    );
  });

  it.each(['a\nGITLAB_TOKEN=x', '"quoted"', "it's", '$HOME', '`id`', ' blank', '#comment'])(
    'leave out a value that would be read as something else: %j',
    (value) => {
      const text = createDotenv({ ...finishedRecord, name: value }, 'results');
      expect(text).not.toContain('REANA_RUN_NAME');
      expect(text.trimEnd().split('\n')).toHaveLength(6);
    },
  );

  it('stay below 5 KB', () => {
    const record = {
      ...finishedRecord,
      name: 'n'.repeat(4000),
      url: `https://x/${'u'.repeat(4000)}`,
    };
    expect(Buffer.byteLength(createDotenv(record, 'r'))).toBeLessThan(5000);
  });
});

describe('the metrics report', () => {
  const metrics = [
    { name: 'limit', label: 'Expected "limit"\non \\mu', unit: 'fb', value: 0.89 },
    { name: 'missing', label: 'Missing', problem: 'not there' },
    { name: 'limit', label: 'Again', value: 2 },
  ];

  it('is OpenMetrics: each number once, none without a value', () => {
    expect(createOpenMetrics(failedRecord, metrics)).toBe(`# TYPE reana_steps gauge
# HELP reana_steps Steps of the run
reana_steps 2
# TYPE reana_failed_steps gauge
# HELP reana_failed_steps Failed steps of the run
reana_failed_steps 1
# TYPE reana_run_seconds gauge
# HELP reana_run_seconds From submission to the end [s]
reana_run_seconds 355
# TYPE reana_limit gauge
# HELP reana_limit Expected \\"limit\\" on \\\\mu [fb]
reana_limit 0.89
# EOF
`);
  });

  it('does not grow with the steps', () => {
    expect(createOpenMetrics(largeRecord(2000), [])).toHaveLength(
      createOpenMetrics(largeRecord(1000), []).length,
    );
  });
});
