/** The merge-request note of a scan: its points in one table, beside those of the target branch. */
import { formatCount, formatNumber } from '../../../base/format.ts';
import type { Metric } from '../../../results/metrics/metric.ts';
import { pageFile } from '../../../results/page/write-page.ts';
import type { PointResult } from '../../../results/scan/point-result.ts';
import { type PastPoint, scanTableFile } from '../../../results/scan/scan-files.ts';
import { metricsOf, varyingInputs } from '../../../results/scan/table.ts';
import { code, folded, inline, link, table } from '../note/markdown.ts';
import { historyPart } from '../note/note-body.ts';
import { joinNote, type NoteData, noteMarker } from '../note/note-data.ts';
import { change } from '../note/results-table.ts';
import type { NoteFrame } from '../note-writer.ts';

export interface ScanNoteContent extends NoteFrame {
  /** Absent as long as the scan goes on. */
  readonly results?: readonly PointResult[];
  readonly baseline?: ScanBaseline;
  /** Web page of a file or folder (with `/` at its end) in the folder of the scan. */
  readonly linkTo: (file: string) => string;
}

export interface ScanBaseline {
  readonly branch: string;
  /** Absent when the branch has no scan whose artifacts are still there. */
  readonly points?: readonly PastPoint[];
}

/** Characters; GitLab takes a million, a reader does not. */
const longestNote = 50_000;
/** Rows of the table, and failed points that are told one by one; each level leaves out more. */
const rooms = [
  { rows: 200, failures: 20, history: 20 },
  { rows: 50, failures: 20, history: 20 },
  { rows: 20, failures: 10, history: 10 },
  { rows: 5, failures: 3, history: 5 },
] as const;
/** More rows are folded away. */
const mostOpenRows = 25;
const mostInputs = 6;
const mostMetrics = 3;

/** The whole note: the least is left out that makes it short enough. */
export function scanNoteBody(
  content: ScanNoteContent,
  data: NoteData,
  longest = longestNote,
): string {
  let body = '';
  for (const room of rooms) {
    const parts = [
      noteMarker(content.job.name),
      `### ${content.entry.icon} ${inline(content.job.name)}: ${inline(content.entry.result)}`,
      placesLine(content),
      ...resultParts(content, room),
    ];
    body = joinNote(
      parts.filter((part) => part !== '').join('\n\n'),
      historyPart(data, content.entry.pipeline, room.history),
      data,
    );
    if (body.length <= longest) return body;
  }
  return body;
}

function placesLine({ job, commit, entry, results, linkTo }: ScanNoteContent): string {
  const title = commit.title === '' ? '' : ` ${inline(commit.title, 100)}`;
  return [
    `Commit ${link(code(commit.sha.slice(0, 8)), commit.url)}${title}`,
    `pipeline ${link(code(`#${entry.pipeline}`), entry.pipelineUrl)}`,
    link('job log', job.url),
    ...(results === undefined
      ? []
      : [link('report', linkTo(pageFile)), link(code(scanTableFile), linkTo(scanTableFile))]),
  ].join(' · ');
}

function resultParts(
  { results = [], baseline, linkTo }: ScanNoteContent,
  room: (typeof rooms)[number],
): string[] {
  if (results.length === 0) return [];
  const metrics = metricsOf(results);
  const shown = metrics.slice(0, mostMetrics);
  const past = new Map(baseline?.points?.map((point) => [keyOf(point), point.metrics]));
  const inputs = varyingInputs(results);
  const hasInputs = inputs.names.length > 0;
  const rows = results
    .slice(0, room.rows)
    .map((result, index) => [
      ...(hasInputs ? (inputs.rows[index] ?? []).slice(0, mostInputs) : [result.point]).map(
        (text) => inline(text, 80),
      ),
      runCell(result),
      ...shown.map((metric) => valueCell(result, metric, past.get(keyOf(result)))),
      filesCell(result, linkTo),
    ]);
  const heading = [
    ...(hasInputs ? inputs.names.slice(0, mostInputs) : ['Point']).map((name) => inline(name, 80)),
    'Run',
    ...shown.map(({ label, unit }) => inline(unit === undefined ? label : `${label} (${unit})`)),
    'Files',
  ];
  const left = results.length - rows.length;
  const content = [
    table(heading, rows),
    left > 0 ? `${formatCount(left, 'more point')} in ${code(scanTableFile)}.` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  return [
    failuresPart(results, linkTo, room.failures),
    rows.length > mostOpenRows
      ? folded(`${formatCount(rows.length, 'point')} of ${results.length}`, content)
      : content,
    shown.length === 0 ? '' : legend(baseline),
    metrics.length > shown.length
      ? `${formatCount(metrics.length - shown.length, 'more number')} of each point in ${code(scanTableFile)}.`
      : '',
  ];
}

function runCell({ status, exitCode, url }: PointResult): string {
  const icon =
    exitCode === 0
      ? '✅'
      : status === 'not-submitted'
        ? '⚪'
        : ['stopped', 'deleted'].includes(status)
          ? '⏹️'
          : '❌';
  return `${icon} ${link(inline(status), url)}`;
}

function valueCell(
  { metrics }: PointResult,
  { name }: Metric,
  past: readonly Metric[] | undefined,
): string {
  const metric = metrics.find((one) => one.name === name);
  if (metric?.value === undefined) return '–';
  const changed = change(
    metric,
    past?.find((one) => one.name === name),
  );
  const words = changed === 'none' ? 'unchanged' : changed;
  return `${formatNumber(metric.value)}${words === '' ? '' : ` (${words})`}`;
}

function filesCell({ point, status }: PointResult, linkTo: ScanNoteContent['linkTo']): string {
  if (status === 'not-submitted') return '';
  const folder = status === 'finished' ? 'outputs' : 'logs';
  const page = link('report', linkTo(`${point}/${pageFile}`));
  return `${page}, ${link(folder, linkTo(`${point}/${folder}/`))}`;
}

/** Points that were not begun have one reason for all. */
function failuresPart(
  results: readonly PointResult[],
  linkTo: ScanNoteContent['linkTo'],
  most: number,
): string {
  const failed = results.filter(({ exitCode }) => exitCode !== 0);
  const begun = failed.filter(({ status }) => status !== 'not-submitted');
  const [idle] = failed.filter(({ status }) => status === 'not-submitted');
  const lines = begun.slice(0, most).map(({ point, name, error, status }) => {
    const message = error?.message ?? status;
    const plain =
      name !== undefined && message.startsWith(`${name} `)
        ? message.slice(name.length + 1)
        : message;
    return `- ${code(point)} ${inline(plain, 500)} ${link('logs', linkTo(`${point}/logs/`))}`;
  });
  const left = begun.length - lines.length;
  return [
    ...lines,
    ...(left > 0 ? [`- ${formatCount(left, 'more point')} failed`] : []),
    ...(idle === undefined
      ? []
      : [
          `- ${formatCount(failed.length - begun.length, 'point')}: ${inline(idle.error?.message ?? '', 500)}`,
        ]),
  ].join('\n');
}

function legend(baseline: ScanBaseline | undefined): string {
  if (baseline === undefined) return '';
  const branch = inline(baseline.branch);
  return baseline.points === undefined
    ? `Nothing to compare with: ${branch} has no scan with results yet.`
    : `In brackets: the change against the same point on ${branch}.`;
}

/** Points are the same when their inputs are. */
function keyOf({ inputs: { datasets, variables, parameters = {} } }: PastPoint): string {
  const sorted = (values: Readonly<Record<string, string>>) => Object.entries(values).sort();
  return JSON.stringify([datasets, sorted(variables), sorted(parameters)]);
}
