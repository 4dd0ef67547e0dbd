/** A scan in a GitLab job: one log for all points, the reports of each run in its folder, one note. */
import { Writable } from 'node:stream';
import type { PointResult } from '../../../results/scan/point-result.ts';
import { nameOfRun, type Point } from '../../../scan/point.ts';
import type { ScanHost } from '../../../scan/scan-host.ts';
import { createScanNarrator } from '../../terminal/scan-narration.ts';
import type { GitlabSettings } from '../environment.ts';
import { createGitlabHost, type GitlabHostOptions } from '../gitlab-host.ts';
import { masked } from '../../../base/masked.ts';
import { findResultsPlace } from '../results-place.ts';
import { gitlabRunName } from '../run-name.ts';
import { createScanLog } from './scan-log.ts';
import { createJobMarks } from '../job-marks.ts';
import { createScanNote, scanMark } from './scan-note.ts';
import { writeScanReports } from './scan-reports.ts';

/** `results` is the folder of the scan. */
export type GitlabScanOptions = Omit<GitlabHostOptions, 'summary' | 'origin' | 'findNumbers'>;

export function createGitlabScanHost(
  settings: GitlabSettings,
  options: GitlabScanOptions,
): ScanHost {
  const { progress, results: folder, redact, now, signal } = options;
  const narrator = createScanNarrator(now);
  const write = createScanLog(progress, { colour: settings.colours, now });
  const place = findResultsPlace(settings, folder);
  const warn = (message: string) => {
    write(narrator.warn(message));
  };
  const note = createScanNote(settings, { place, redact, warn, signal });
  const marks = createJobMarks(settings, { redact, signal });
  let points = 1;

  return {
    hostOf(point, results) {
      const inner = createGitlabHost(settingsOf(settings, point), {
        ...options,
        results,
        progress: nowhere(),
        summary: nowhere(),
        runs: points,
      });
      const name = (title: string) => nameOfRun(gitlabRunName(settings, title), point);
      return {
        ...inner,
        defaultRunName: name,
        qualifyRunName: name,
        announce(event) {
          inner.announce(event);
          write(narrator.tell(point.name, event));
        },
      };
    },
    warn,
    begin(scan) {
      points = scan.points;
      write(narrator.begin(scan));
      note?.begin(scan.points);
      marks?.begin();
    },
    ended(result) {
      write(narrator.ended(result));
    },
    async report(results: readonly PointResult[]) {
      const shown = masked(results, redact);
      await writeScanReports(folder, shown, place, settings.job.name);
      await Promise.all([marks?.finish(scanMark(shown, place)), note?.finish(shown)]);
    },
  };
}

/** The name of the job tells its test cases apart from those of other points. */
function settingsOf(settings: GitlabSettings, point: Point): GitlabSettings {
  const job = { ...settings.job, name: `${settings.job.name} ${point.name}` };
  const { environment: _ofAll, ...rest } = settings;
  return { ...rest, job, comments: false, namesPipeline: false };
}

/** A log and a summary for each of hundreds of points would be read by nobody. */
function nowhere(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
}
