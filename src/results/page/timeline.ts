/** The steps of a run: when each ran, for how long, and the end of what the failed ones said. */
import { formatCount, formatStepTime } from '../../base/format.ts';
import type { StepRecord } from '../run-record.ts';
import { stepTime, timeOf } from '../step-time.ts';
import { fileLink, html, type Html } from './html.ts';

export interface Tail {
  readonly step: StepRecord;
  readonly lines: readonly string[];
}

/** A page of more rows is slow to open, and nobody reads it. */
const mostSteps = 1000;

/** Failed steps come first where not all can be shown. */
export function timeline(steps: readonly StepRecord[]): Html {
  if (steps.length === 0) return html``;
  const failed = steps.filter(({ status }) => status === 'failed');
  const others = steps.filter(({ status }) => status !== 'failed');
  const shown = new Set([...failed, ...others].slice(0, mostSteps));
  const span = spanOf(steps);
  const rows = steps.filter((step) => shown.has(step)).map((step) => rowOf(step, span));
  const left = steps.length - shown.size;
  return html`<section>
    <h2>${formatCount(steps.length, 'step')}${failed.length > 0 && `, ${failed.length} failed`}</h2>
    <div class="wide">
      <table class="steps">
        <tr>
          <th>Step</th>
          <th>Status</th>
          <th>Time</th>
          <th class="track">When</th>
          <th>Image</th>
        </tr>
        ${rows}
      </table>
    </div>
    ${left > 0 && html`<p class="muted">${formatCount(left, 'more step')} in run.json.</p>`}
  </section>`;
}

export function tailsPart(tails: readonly Tail[]): readonly Html[] {
  return tails
    .filter(({ lines }) => lines.length > 0)
    .map(
      ({ step, lines }) =>
        html`<section>
          <h2>The last ${formatCount(lines.length, 'line')} of ${step.name}</h2>
          <pre>${lines.join('\n')}</pre>
          ${step.log !== undefined && html`<p>${fileLink('the whole log', step.log)}</p>`}
        </section>`,
    );
}

interface Span {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly milliseconds: number;
}

function spanOf(steps: readonly StepRecord[]): Span | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const step of steps) {
    if (stepTime(step) === undefined) continue;
    from = Math.min(from, timeOf(step.startedAt) ?? Infinity);
    to = Math.max(to, timeOf(step.finishedAt) ?? -Infinity);
  }
  return to > from ? { from, milliseconds: to - from } : undefined;
}

function rowOf(step: StepRecord, span: Span | undefined): Html {
  const { name, status, log, image, command } = step;
  const time = stepTime(step);
  return html`<tr>
    <td title="${command.slice(0, 2000)}">${log === undefined ? name : fileLink(name, log)}</td>
    <td class="${statusClass(status)}">${status}</td>
    <td class="number">${time === undefined ? '' : formatStepTime(time)}</td>
    <td><div class="when">${bar(step, span)}</div></td>
    <td class="muted">${image}</td>
  </tr> `;
}

function bar(step: StepRecord, span: Span | undefined): Html {
  const time = stepTime(step);
  const start = timeOf(step.startedAt);
  if (span === undefined || time === undefined || start === undefined) return html``;
  const percent = (part: number) => ((100 * part) / span.milliseconds).toFixed(2);
  const place = `left:${percent(start - span.from)}%;width:${percent(time)}%`;
  return html`<span class="bar ${statusClass(step.status)}" style="${place}"></span>`;
}

/** A name of ours for what a server says. */
export function statusClass(status: string): string {
  return ['finished', 'failed', 'running', 'stopped'].includes(status) ? status : 'other';
}
