/** Notes as the samples of these tests have them. */
import type { NoteContent } from '../../../../src/hosts/gitlab/note/note-body.ts';
import type { HistoryEntry } from '../../../../src/hosts/gitlab/note/note-data.ts';
import { workflowToMermaid } from '../../../../src/results/graph/mermaid.ts';
import { progressFromRecord } from '../../../../src/results/graph/progress.ts';
import type { RunRecord } from '../../../../src/results/run-record.ts';
import { data, stage, workflow } from '../../../results/graph/workflow.ts';
import { failedRecord, finishedRecord } from '../../../results/reports/sample-record.ts';
import { projectUrl } from '../job-environment.ts';

export function entryOf(pipeline: number, changes: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    pipeline,
    pipelineUrl: `${projectUrl}/-/pipelines/${pipeline}`,
    sha: String(pipeline).padStart(8, '0').repeat(5),
    icon: '✅',
    result: 'finished in 6 min 05 s',
    headline: 'Expected limit 0.92',
    runUrl: `https://reana.example.org/details/${pipeline}`,
    ...changes,
  };
}

export const finishedNote: NoteContent = {
  job: { name: 'reana', url: `${projectUrl}/-/jobs/77001` },
  commit: {
    sha: '1'.repeat(40),
    title: 'Tighten the selection',
    url: `${projectUrl}/-/commit/${'1'.repeat(40)}`,
  },
  entry: entryOf(9001, { headline: 'Expected limit 0.892' }),
  run: {
    name: 'zz_p42_mr7_9001_reana-0123456789ab.1',
    url: 'https://reana.example.org/details/0a1b',
  },
  record: finishedRecord,
  metrics: [
    {
      name: 'expected',
      label: 'Expected limit (fit/limit.json)',
      better: 'lower',
      value: 0.892,
      band: { low: 0.638, high: 1.272 },
    },
    { name: 'observed', label: 'Observed limit (fit/limit.json)', value: 1.335 },
    { name: 'yield', label: 'Signal yield', unit: 'events', better: 'higher', value: 12.5 },
    { name: 'chi2', label: 'χ²/ndf', problem: 'nothing in fit/log.txt matches the pattern' },
  ],
  baseline: {
    branch: 'main',
    file: {
      version: 1,
      source: 'abcdef12',
      url: `${projectUrl}/-/jobs/76000`,
      metrics: [
        { name: 'expected', label: 'Expected limit', value: 0.95 },
        { name: 'observed', label: 'Observed limit', value: 1.335 },
        { name: 'yield', label: 'Signal yield', unit: 'events', value: 14 },
      ],
    },
  },
  graph: graphOf(finishedRecord),
  failures: [],
  linkTo: (file) =>
    `${projectUrl}/-/jobs/77001/artifacts/${file.endsWith('/') ? 'browse' : 'file'}/results/${file}`,
};

export const failedNote: NoteContent = {
  ...finishedNote,
  entry: entryOf(9001, { icon: '❌', result: 'failed in fit', headline: '' }),
  record: failedRecord,
  graph: graphOf(failedRecord),
  metrics: [],
  failures: [
    { step: failedRecord.steps[1]!, tail: ['reading 120 events', 'ValueError: no events left'] },
  ],
};

function graphOf(record: RunRecord): string {
  const needs = { image: 'docker.io/library/python:3.12', memory: '256Mi', credentials: [] };
  const analysis = workflow(
    [stage('select', { needs }), stage('fit', { needs })],
    [data('select', 'fit', 'events.csv', 'events')],
  );
  return workflowToMermaid(analysis, { statuses: progressFromRecord(analysis, record) });
}
