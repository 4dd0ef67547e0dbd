/** Store of a run's results: the disk, or a substitute for it. */
import type { Redact } from '../../base/redact.ts';
import type { RunLogs } from '../../reana/types.ts';
import { createFileSink, type FolderSink } from '../../results/file-sink.ts';
import type { RunRecord } from '../../results/run-record.ts';
import { writeStepLogs } from '../../results/step-logs.ts';

/** All folders are absolute. */
export interface ResultsStore {
  /** Takes the outputs. */
  sink(folder: string): FolderSink;
  /** @returns the file names by job id, relative to `folder` */
  writeLogs(logs: RunLogs, folder: string, redact: Redact): Promise<ReadonlyMap<string, string>>;
  /** By default what `report.ts` does. */
  readonly keepRecord?: (record: RunRecord, results: string, redact: Redact) => Promise<void>;
}

export const onDisk: ResultsStore = {
  sink: createFileSink,
  writeLogs: writeStepLogs,
};
