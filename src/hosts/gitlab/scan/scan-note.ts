/** The note of a scan: there when its runs begin, complete when they have ended, never a reason to fail. */
import { formatCount, formatNumber } from '../../../base/format.ts';
import type { PointResult } from '../../../results/scan/point-result.ts';
import { readScanFile, scanFile } from '../../../results/scan/scan-files.ts';
import { metricsOf } from '../../../results/scan/table.ts';
import { fetchFromTarget } from '../baseline.ts';
import type { GitlabSettings } from '../environment.ts';
import {
  type ComposedNote,
  createNoteWriter,
  frameOf,
  type NoteWriterOptions,
} from '../note-writer.ts';
import type { OutcomeWords } from '../outcome-words.ts';
import type { MarkedOutcome } from '../job-marks.ts';
import { pageFile } from '../../../results/page/write-page.ts';
import type { ResultsPlace } from '../results-place.ts';
import { scanNoteBody, type ScanNoteContent } from './scan-note-body.ts';

export interface ScanNote {
  /** Writes that the scan goes on; does not wait for it. */
  begin(points: number): void;
  /**
   * Writes how the points went. Whatever goes wrong is a warning.
   *
   * @param results without secrets
   */
  finish(results: readonly PointResult[]): Promise<void>;
}

export interface ScanNoteOptions extends NoteWriterOptions {
  /** Of the folder of the scan. */
  readonly place: ResultsPlace;
}

/** @returns `undefined` where no note is wanted or possible */
export function createScanNote(
  settings: GitlabSettings,
  { place, ...options }: ScanNoteOptions,
): ScanNote | undefined {
  const writer = createNoteWriter(settings, options);
  if (writer === undefined) return undefined;
  const { mergeRequest, connection } = writer;

  function compose(
    words: OutcomeWords,
    headline: string,
    rest: Pick<ScanNoteContent, 'results' | 'baseline'>,
  ): ComposedNote {
    const frame = frameOf(settings, words, headline);
    const content = { ...frame, linkTo: place.linkTo, ...rest };
    return { entry: frame.entry, body: (data) => scanNoteBody(content, data) };
  }

  return {
    begin(points) {
      const words = `running, ${formatCount(points, 'point')}`;
      writer.begin(compose({ icon: '🔵', words }, '', {}));
    },
    async finish(results) {
      await writer.finish(async () => {
        const hasNumbers = metricsOf(results).length > 0;
        const path = `${place.folder}/${scanFile}`;
        const points = hasNumbers
          ? await fetchFromTarget(settings, mergeRequest, path, readScanFile, connection)
          : undefined;
        const branch = mergeRequest.targetBranch;
        return compose(scanWords(results), scanHeadline(results), {
          results,
          baseline: { branch, ...(points === undefined ? {} : { points }) },
        });
      });
    },
  };
}

/** The scan as its marks show it. */
export function scanMark(results: readonly PointResult[], place: ResultsPlace): MarkedOutcome {
  const isCancelled = results.some(({ error }) => error?.code === 'interrupted');
  const isWhole = results.every(({ exitCode }) => exitCode === 0);
  const headline = scanHeadline(results);
  return {
    state: isWhole ? 'success' : isCancelled ? 'canceled' : 'failed',
    words: isWhole && headline !== '' ? headline : scanWords(results).words,
    page: place.linkTo(pageFile),
  };
}

/** The outcomes of the points in an icon and a few words. */
export function scanWords(results: readonly PointResult[]): OutcomeWords {
  const failed = results.filter(({ exitCode }) => exitCode !== 0);
  const points = formatCount(results.length, 'point');
  if (failed.length === 0) return { icon: '✅', words: `${points} finished` };
  const isCancelled = failed.some(({ error }) => error?.code === 'interrupted');
  const done = results.length - failed.length;
  return isCancelled
    ? { icon: '⏹️', words: `cancelled, ${done} of ${points} finished` }
    : { icon: '❌', words: `${failed.length} of ${points} failed` };
}

/** The first number of all points, from the least to the greatest. */
export function scanHeadline(results: readonly PointResult[]): string {
  const [metric] = metricsOf(results);
  if (metric === undefined) return '';
  const values = results.flatMap(
    ({ metrics }) => metrics.find(({ name }) => name === metric.name)?.value ?? [],
  );
  if (values.length === 0) return '';
  const [least, greatest] = [Math.min(...values), Math.max(...values)].map((value) =>
    formatNumber(value),
  );
  const range = least === greatest ? least : `${least ?? ''} to ${greatest ?? ''}`;
  const unit = metric.unit === undefined ? '' : ` ${metric.unit.slice(0, 20)}`;
  return `${metric.label.slice(0, 60)} ${range ?? ''}${unit}`;
}
