/** A scan on one page: its numbers over the parameter, and all points in a table. */
import { formatCount, formatNumber } from '../../base/format.ts';
import { isOnThisMachine } from '../../base/loopback.ts';
import type { PointResult } from '../scan/point-result.ts';
import { metricsOf, valueOf, varyingInputs } from '../scan/table.ts';
import { bandPlot } from './band-plot.ts';
import { documentOf } from './document.ts';
import { fileLink, html, type Html, trusted, webLink } from './html.ts';
import { scanCurves } from './scan-curves.ts';
import { statusClass } from './timeline.ts';

/** A page of more rows is slow to open; `scan.csv` has them all. */
const mostPoints = 2000;
const mostMetrics = 20;
const howToRead = 'Observed: dots; expected: dashed, with the band of one standard deviation.';

/** The page as HTML, for the folder that holds `scan.json`. */
export function pageOfScan(results: readonly PointResult[]): string {
  const failed = results.filter(({ exitCode }) => exitCode !== 0).length;
  const title = `${formatCount(results.length, 'point')}${failed === 0 ? '' : `, ${failed} failed`}`;
  return documentOf(
    `Scan: ${title}`,
    html`<header>
        <h1>Scan: ${title}</h1>
        <p class="muted">
          ${fileLink('scan.csv', 'scan.csv')} · ${fileLink('scan.json', 'scan.json')}
        </p>
      </header>
      ${curvesPart(results)} ${tablePart(results)}`,
  );
}

function curvesPart(results: readonly PointResult[]): readonly Html[] {
  return scanCurves(results).map(
    (curve) =>
      html`<section>
        <h2>${capital(curve.title)}</h2>
        ${trusted(bandPlot(curve))} ${curve.isPositive && html`<p class="muted">${howToRead}</p>`}
      </section>`,
  );
}

function tablePart(results: readonly PointResult[]): Html {
  const { names, rows } = varyingInputs(results);
  const metrics = metricsOf(results).slice(0, mostMetrics);
  const headings = [...names, 'Status', ...metrics.map(({ label }) => label)];
  const left = results.length - mostPoints;
  return html`<section>
    <h2>Points</h2>
    <div class="wide">
      <table>
        <tr>
          <th>Point</th>
          ${headings.map((heading) => html`<th>${heading}</th>`)}
        </tr>
        ${results.slice(0, mostPoints).map((result, index) => rowOf(result, rows[index] ?? []))}
      </table>
    </div>
    ${left > 0 && html`<p class="muted">${formatCount(left, 'more point')} in scan.csv.</p>`}
  </section>`;

  function rowOf(result: PointResult, inputs: readonly string[]): Html {
    const { point, status, url, error } = result;
    const numbers = metrics.map(({ name }) => {
      const value = valueOf(result, name);
      return html`<td class="number">${value === undefined ? '–' : formatNumber(value)}</td>`;
    });
    return html`<tr>
      <td>${fileLink(point, `${point}/run.json`)}</td>
      ${inputs.map((input) => html`<td>${input}</td>`)}
      <td class="${statusClass(status)}" title="${error?.message}">
        ${webLink(status, isOnThisMachine(url ?? '') ? undefined : url)}
      </td>
      ${numbers}
    </tr>`;
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
