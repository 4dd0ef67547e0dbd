/** A run on one page: how it went, what came out, where the time went. It needs no script and no network. */
import { formatBytes, formatCount, formatDuration } from '../../base/format.ts';
import { isOnThisMachine } from '../../base/loopback.ts';
import type { LimitTable } from '../limits/limit-table.ts';
import type { Metric } from '../metrics/metric.ts';
import type { FileRecord, RunRecord } from '../run-record.ts';
import { documentOf } from './document.ts';
import { addressOf, fileLink, html, type Html, trusted, webLink } from './html.ts';
import { limitsPart, metricsPart } from './numbers.ts';
import type { ScenarioResult } from '../../features/evaluate.ts';
import { countTests } from '../test-count.ts';
import { statusClass, type Tail, tailsPart, timeline } from './timeline.ts';

export interface PageContent {
  readonly record: RunRecord;
  readonly metrics: readonly Metric[];
  readonly limits: readonly LimitTable[];
  /** Of failed steps. */
  readonly tails: readonly Tail[];
  /** The workflow as SVG. */
  readonly graph?: string;
  /** Outputs that are pictures, as paths relative to `outputs/`. */
  readonly pictures: readonly string[];
}

const mostFiles = 1000;
/** The page as HTML, for the folder that holds `outputs/`, `logs/` and `run.json`. */
export function pageOf(content: PageContent): string {
  const { record, metrics, limits, tails, graph, pictures } = content;
  return documentOf(
    `${record.analysis}: ${record.status}`,
    html`${headPart(record)} ${problemPart(record)} ${tailsPart(tails)} ${metricsPart(metrics)}
    ${limitsPart(limits)} ${testsPart(record.tests ?? [])} ${picturesPart(pictures)}
    ${timeline(record.steps)}
    ${
      graph !== undefined &&
      html`<section class="graph">
        <h2>Workflow</h2>
        ${trusted(graph)}
      </section>`
    }
    ${filesPart(record.files)} ${inputsPart(record)}`,
  );
}

function headPart(record: RunRecord): Html {
  const { analysis, status, name, url, timings, reused } = record;
  const { started, ended } = timings;
  const took =
    started === undefined || ended === undefined
      ? ''
      : ` in ${formatDuration(Date.parse(ended) - Date.parse(started))}`;
  return html`<header>
    <h1>${analysis}: <span class="${statusClass(status)}">${status}</span>${took}</h1>
    <p class="muted">
      ${name !== undefined && html`run ${webLink(name, isOnThisMachine(url ?? '') ? undefined : url)} · `}${timings.begun.slice(0, 19).replace('T', ' ')}
      UTC ·
      ${fileLink('run.json', 'run.json')}${reused === true && ' · made by another job: the submission is the same byte for byte'}
    </p>
  </header>`;
}

function problemPart({ error, missing }: RunRecord): Html {
  if (error === undefined) return html``;
  return html`<div class="problem">
    <p>${error.message}</p>
    ${error.hint !== undefined && html`<p>${error.hint}</p>`}
    ${missing.length > 0 && html`<p>Missing: ${missing.slice(0, 100).join(', ')}</p>`}
  </div>`;
}

function testsPart(tests: readonly ScenarioResult[]): Html {
  if (tests.length === 0) return html``;
  const rows = tests.slice(0, mostFiles).map(
    ({ feature, line, scenario, status, step = '', message = '' }) =>
      html`<tr>
        <td class="${statusClass(status === 'passed' ? 'finished' : status)}">${status}</td>
        <td>${scenario}</td>
        <td><code>${feature}:${line}</code>${message !== '' && html`<br />${step}: ${message}`}</td>
      </tr> `,
  );
  return html`<section>
    <h2>Tests: ${countTests(tests)}</h2>
    <div class="wide">
      <table>
        ${rows}
      </table>
    </div>
  </section>`;
}

function picturesPart(pictures: readonly string[]): Html {
  if (pictures.length === 0) return html``;
  const figures = pictures.map((file) => {
    const address = addressOf(`outputs/${file}`);
    return html`<figure>
      <a href="${address}"><img src="${address}" alt="" loading="lazy" /></a>
      <figcaption>${file}</figcaption>
    </figure>`;
  });
  return html`<section>
    <h2>Plots</h2>
    <div class="plots">${figures}</div>
  </section>`;
}

function filesPart(files: readonly FileRecord[]): Html {
  if (files.length === 0) return html``;
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const rows = files.slice(0, mostFiles).map(
    ({ path, size }) =>
      html`<tr>
        <td>${fileLink(path, `outputs/${path}`)}</td>
        <td class="number">${formatBytes(size)}</td>
      </tr> `,
  );
  const left = files.length - rows.length;
  return html`<section>
    <h2>${formatCount(files.length, 'output')}, ${formatBytes(bytes)}</h2>
    <div class="wide">
      <table>
        ${rows}
      </table>
    </div>
    ${left > 0 && html`<p class="muted">${formatCount(left, 'more file')} in run.json.</p>`}
  </section>`;
}

function inputsPart({ specification, server, madeBy, digest, inputs }: RunRecord): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['specification', specification],
    ['server', madeBy?.reana === undefined ? server : `${server} (REANA ${madeBy.reana})`],
    ['reana-ci', describeRelease(madeBy)],
    ['digest', digest],
    ...inputs.datasets.map((dataset) => ['dataset', dataset] as const),
    ...Object.entries(inputs.variables).map(([name, value]) => [`VAR_${name}`, value] as const),
    ...Object.entries(inputs.parameters ?? {}),
  ];
  return html`<section>
    <h2>What was run</h2>
    <div class="wide">
      <table>
        ${rows
          .filter(([, value]) => value !== '')
          .map(
            ([name, value]) =>
              html`<tr>
                <th>${name}</th>
                <td><code>${value}</code></td>
              </tr>`,
          )}
      </table>
    </div>
  </section>`;
}

function describeRelease(madeBy: RunRecord['madeBy']): string {
  if (madeBy === undefined) return '';
  return madeBy.commit === undefined ? madeBy.reanaCi : `${madeBy.reanaCi} (${madeBy.commit})`;
}
