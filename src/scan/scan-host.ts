/** The environment of a scan, as far as a scan needs to know it. */
import type { PointResult } from '../results/scan/point-result.ts';
import type { Host } from '../run/host.ts';
import type { Point } from './point.ts';

export interface ScanHost {
  /**
   * The host of the run of one point; it has to resume runs.
   *
   * @param results absolute folder of the point
   */
  hostOf(point: Point, results: string): Host;
  warn(message: string): void;
  /** Called once, when all points are planned and the first is about to begin. */
  begin(scan: ScanBeginning): void;
  /** Called when nothing more is going to happen at a point. */
  ended(result: PointResult): void;
  /** Called once at the end, when the files of the scan are written. */
  report(results: readonly PointResult[]): Promise<void>;
}

export interface ScanBeginning {
  readonly server: string;
  readonly points: number;
  /** Of them, how many an earlier call has brought here. */
  readonly here: number;
  /** How many runs are alive at a time, at most. */
  readonly concurrency: number;
}
