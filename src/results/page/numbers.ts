/** The numbers of a run on its page: declared metrics, and limits as plots. */
import { formatNumber } from '../../base/format.ts';
import type { LimitTable } from '../limits/limit-table.ts';
import type { Metric } from '../metrics/metric.ts';
import { html, type Html, trusted } from './html.ts';
import { limitPlot } from './limit-plot.ts';

/** More plots than anybody looks at. */
const mostPlots = 50;

export function metricsPart(metrics: readonly Metric[]): Html {
  if (metrics.length === 0) return html``;
  const rows = metrics.map(
    ({ label, value, unit, band, problem }) =>
      html`<tr>
        <td>${label}</td>
        <td class="number">${value === undefined ? '–' : formatNumber(value)}</td>
        <td>${unit}</td>
        <td class="muted">
          ${band !== undefined && `${formatNumber(band.low)} to ${formatNumber(band.high)}`}
          ${problem}
        </td>
      </tr> `,
  );
  return html`<section>
    <h2>Results</h2>
    <div class="wide">
      <table>
        ${rows}
      </table>
    </div>
  </section>`;
}

/** A plot for each table; of one that must not be drawn the reason. */
export function limitsPart(tables: readonly LimitTable[]): readonly Html[] {
  return tables.slice(0, mostPlots).map((table) => {
    const plot = limitPlot(table);
    const what = table.kind === 'upper-limit' ? 'Upper limits at 95 % CL' : 'CLs p-values';
    return html`<section>
      <h2>${what} <span class="muted">${table.file}</span></h2>
      ${plot === undefined ? html`<p class="problem">Not drawn. ${table.problems.slice(0, 5).join(' ')}</p>` : trusted(plot)}
      ${plot !== undefined && html`<p class="muted">Observed: dots; expected: dashed, with the bands of one and two standard deviations.</p>`}
    </section>`;
  });
}
