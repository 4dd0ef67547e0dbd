/** The merge-request note: short when all is well, useful when it is not, never longer than people read. */
import type { Finding } from '../../../base/error.ts';
import { formatBytes, formatCount, formatStepTime } from '../../../base/format.ts';
import type { Metric } from '../../../results/metrics/metric.ts';
import { pageFile } from '../../../results/page/write-page.ts';
import { hasLogs, type RunRecord, type StepRecord } from '../../../results/run-record.ts';
import { countTests } from '../../../results/test-count.ts';
import { stepTime } from '../../../results/step-time.ts';
import { parseGitlabRunName } from '../run-name.ts';
import { code, codeBlock, folded, inline, link, table } from './markdown.ts';
import { type HistoryEntry, joinNote, type NoteData, noteMarker } from './note-data.ts';
import { type Baseline, resultsTable } from './results-table.ts';

export interface NoteContent {
  /** Of GitLab; the note is this job's. */
  readonly job: { readonly name: string; readonly url: string };
  readonly commit: { readonly sha: string; readonly title: string; readonly url: string };
  /** This pipeline. */
  readonly entry: HistoryEntry;
  readonly run?: { readonly name: string; readonly url: string };
  /** Absent as long as the run goes on. */
  readonly record?: RunRecord;
  readonly metrics: readonly Metric[];
  readonly baseline?: Baseline;
  /** The workflow as Mermaid text. */
  readonly graph?: string;
  readonly failures: readonly Failure[];
  /** Mistakes that kept the run from being submitted. */
  readonly findings?: readonly Finding[];
  /** Plots, as Markdown. */
  readonly pictures?: readonly string[];
  /** Web page of a file or folder (with `/` at its end) of the results. */
  readonly linkTo: (file: string) => string;
}

export interface Failure {
  readonly step: StepRecord;
  readonly tail: readonly string[];
}

/** What is left of the parts; each level leaves out more. */
interface Room {
  readonly steps: number;
  readonly graph: boolean;
  readonly tail: number;
  readonly failures: number;
  readonly findings: number;
  readonly metrics: number;
  readonly history: number;
}

/** Characters; GitLab takes a million, a reader does not. */
const longestNote = 50_000;

const rooms: readonly Room[] = [
  { steps: 200, graph: true, tail: 40, failures: 20, findings: 50, metrics: 100, history: 20 },
  { steps: 20, graph: true, tail: 40, failures: 20, findings: 50, metrics: 100, history: 20 },
  { steps: 20, graph: false, tail: 40, failures: 20, findings: 50, metrics: 100, history: 20 },
  { steps: 20, graph: false, tail: 10, failures: 5, findings: 20, metrics: 100, history: 10 },
  { steps: 0, graph: false, tail: 0, failures: 5, findings: 5, metrics: 20, history: 5 },
];

/** The whole note: the least is left out that makes it short enough. */
export function noteBody(content: NoteContent, data: NoteData, longest = longestNote): string {
  let body = '';
  for (const [level, room] of rooms.entries()) {
    body = joinNote(
      noteHead(content, room, level > 0),
      historyPart(data, content.entry.pipeline, room.history),
      data,
    );
    if (body.length <= longest) return body;
  }
  return body;
}

/** Earlier pipelines, folded away; empty when there were none. */
export function historyPart(data: NoteData, pipeline: number, most = 20): string {
  const others = data.history.filter((entry) => entry.pipeline !== pipeline);
  if (others.length === 0) return '';
  const rows = others
    .slice(0, most)
    .map((entry) => [
      link(code(`#${entry.pipeline}`), entry.pipelineUrl),
      code(entry.sha.slice(0, 8)),
      link(`${entry.icon} ${inline(entry.result)}`, entry.runUrl),
      inline(entry.headline),
    ]);
  const left = others.length > most ? `\n\n${others.length - most} more are left out.` : '';
  return folded(
    `Other pipelines of this merge request (${others.length})`,
    table(['Pipeline', 'Commit', 'Run', 'Results'], rows) + left,
  );
}

function noteHead(content: NoteContent, room: Room, isShortened: boolean): string {
  const { record } = content;
  const parts = [
    noteMarker(content.job.name),
    `### ${content.entry.icon} ${inline(content.job.name)}: ${inline(content.entry.result)}`,
    placesLine(content),
    record === undefined ? '' : whyLine(record, content.failures.length > 0),
    findingsPart(content.findings ?? [], room),
    record?.reused === true ? originLine(record) : '',
    record === undefined ? '' : testsPart(record.tests ?? [], room),
    resultsTable(content.metrics, content.baseline, room.metrics),
    ...(content.pictures ?? []),
    failuresPart(content, room),
    record === undefined ? '' : stepsPart(record.steps, content, room),
    room.graph && content.graph !== undefined
      ? folded('Workflow', codeBlock(content.graph.trimEnd().split('\n'), 'mermaid'))
      : '',
    isShortened
      ? 'To keep this note short, some of it is left out; the artifacts have it all.'
      : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function placesLine({ job, commit, entry, run, record, linkTo }: NoteContent): string {
  const title = commit.title === '' ? '' : ` ${inline(commit.title, 100)}`;
  const places = [
    `Commit ${link(code(commit.sha.slice(0, 8)), commit.url)}${title}`,
    `pipeline ${link(code(`#${entry.pipeline}`), entry.pipelineUrl)}`,
    link('job log', job.url),
  ];
  if (run !== undefined) places.push(`run ${link(code(run.name), run.url)}`);
  if (record?.id !== undefined) {
    places.push(link('report', linkTo(pageFile)));
    const files = filesPlace(record, linkTo);
    if (files !== undefined) places.push(files);
  }
  return places.join(' · ');
}

function filesPlace(record: RunRecord, linkTo: NoteContent['linkTo']): string | undefined {
  const { files } = record;
  if (files.length === 0) return hasLogs(record) ? link('logs', linkTo('logs/')) : undefined;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const size = `${formatCount(files.length, 'file')}, ${formatBytes(bytes)}`.replaceAll(
    ' ',
    '\u00a0',
  );
  return `${link('outputs', linkTo('outputs/'))} (${size})`;
}

/** What went wrong, in the words of the job's own log, where heading and logs do not tell it already. */
function whyLine({ error, missing }: RunRecord, isToldByLogs: boolean): string {
  if (error === undefined) return '';
  const isTold = error.code === 'run-failed' && isToldByLogs;
  const lines = (isTold ? [] : [error.message, error.hint ?? '']).filter((line) => line !== '');
  const outputs =
    missing.length === 0
      ? []
      : [
          `Missing: ${missing
            .slice(0, 20)
            .map((file) => code(file))
            .join(', ')}`,
        ];
  return [...lines.map((line) => inline(line, 1000)), ...outputs].join('<br>');
}

/** Whose run it is, where this pipeline has made none. */
function originLine({ name = '' }: RunRecord): string {
  const maker = parseGitlabRunName(name);
  const pipeline =
    maker === undefined ? 'an earlier job' : `pipeline ${code(`#${maker.pipeline}`)}`;
  return `The run was made by ${pipeline}. Specification, inputs and parameters are the same byte for byte, so it was not run again.`;
}

/** The mistakes with their rules, places and what to do about each. */
function findingsPart(findings: readonly Finding[], room: Room): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const rows = errors.slice(0, room.findings).map(({ rule, file, line, message, hint }) => {
    const place = [file, line].filter((part) => part !== undefined).join(':');
    return [code(place), inline(message, 500), code(rule), inline(hint ?? '', 500)];
  });
  const left = errors.length - rows.length;
  const more = left > 0 ? `\n${formatCount(left, 'more mistake')} in the job log.` : '';
  return table(['Place', 'Mistake', 'Rule', 'What to do'], rows) + more;
}

/** A line when all is well; a row for each test that did not hold otherwise. */
function testsPart(tests: NonNullable<RunRecord['tests']>, room: Room): string {
  if (tests.length === 0) return '';
  const failed = tests.filter(({ status }) => status === 'failed');
  const rows = failed
    .slice(0, room.findings)
    .map(({ feature, line, scenario, step = '', message = '' }) => [
      code(`${feature}:${line}`),
      inline(scenario, 200),
      inline(step, 500),
      inline(message, 500),
    ]);
  const icon = failed.length > 0 ? '❌' : '✅';
  return [
    `${icon} Tests: ${countTests(tests)}`,
    table(['Place', 'Test', 'Step', 'Why it does not hold'], rows),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function failuresPart({ failures, linkTo }: NoteContent, room: Room): string {
  const shown = failures.slice(0, room.failures).map(({ step, tail }) => {
    const whole = step.log === undefined ? '' : link('whole log', linkTo(step.log));
    const lines = room.tail === 0 ? [] : tail.slice(-room.tail);
    const block = lines.length === 0 ? '' : codeBlock(lines);
    const content = [block, whole].filter((part) => part !== '').join('\n\n');
    return folded(`Log of ${step.name}${describeTail(lines.length)}`, content);
  });
  const left = failures.length - shown.length;
  return [...shown, ...(left > 0 ? [`${formatCount(left, 'more failed step')}.`] : [])].join(
    '\n\n',
  );
}

function describeTail(lines: number): string {
  return lines === 0 ? '' : `, last ${formatCount(lines, 'line')}`;
}

function stepsPart(steps: readonly StepRecord[], { linkTo }: NoteContent, room: Room): string {
  if (steps.length === 0) return '';
  const failed = steps.filter((step) => step.status === 'failed');
  const order = [...failed, ...steps.filter((step) => step.status !== 'failed')];
  const rows = order
    .slice(0, room.steps)
    .map((step) => [
      stepIcon(step.status),
      step.log === undefined ? code(step.name) : link(code(step.name), linkTo(step.log)),
      duration(step),
    ]);
  const left = steps.length - rows.length;
  const more = left > 0 ? `${formatCount(left, 'more step')} in the artifacts.` : '';
  const summary = `${formatCount(steps.length, 'step')}${failed.length === 0 ? '' : `, ${failed.length} failed`}`;
  const content = [table(['', 'Step', 'Time'], rows), more].filter((part) => part !== '');
  return folded(summary, content.join('\n\n'));
}

function duration(step: StepRecord): string {
  const time = stepTime(step);
  return time === undefined ? '' : formatStepTime(time);
}

function stepIcon(status: string): string {
  if (status === 'finished') return '✅';
  return status === 'failed' ? '❌' : status === 'running' ? '🔵' : '⚪';
}
