/** The files that a PanDA job leaves, however it ends. */
import path from 'node:path';
import { formatFinding, isReanaCiError, type ReanaCiError, exitCodes } from '../../base/error.ts';
import { makeFolder, replaceFile } from '../../base/replace-file.ts';
import { plainText } from '../../base/table.ts';
import { createArchive } from '../../results/archive.ts';
import { readLimits } from '../../results/limits.ts';
import type { RunReport } from '../../run/host.ts';
import { keepLogs, removeErrorReport, writeErrorReport, writeMetadata } from './job-files.ts';
import { unremarkable } from './pilot-text.ts';

export interface PandaEnding {
  /** Absolute folder of the payload, `workDir` of the job. */
  readonly folder: string;
  /** What the run reported; absent when none was begun. */
  readonly report: RunReport | undefined;
  /** What went wrong, if anything did; secrets masked. */
  readonly failure: PandaFailure | undefined;
  /** Absolute path of the file that PanDA expects as output. */
  readonly archive: string;
  /** Absolute folder for the results, also when the run made none. */
  readonly results: string;
}

export interface PandaFailure {
  /** One line. */
  readonly text: string;
  readonly exitCode: number;
  /** Whether there are seconds left at most: the job was told to stop. */
  readonly isHurried: boolean;
}

/** Describes an error in the one line that PanDA shows. */
export function describeFailure(
  error: unknown,
  exitCode: number,
  isHurried: boolean,
): PandaFailure {
  const message = error instanceof Error ? error.message : String(error);
  const details = isReanaCiError(error) ? describeDetails(error) : '';
  const prefix = exitCode === exitCodes.internal ? 'A bug in reana-ci: ' : '';
  return { text: unremarkable(plainText(prefix + message + details)), exitCode, isHurried };
}

function describeDetails({ hint, findings }: ReanaCiError): string {
  const errors = findings.filter(({ severity }) => severity === 'error').map(formatFinding);
  if (errors.length > 0) return ` ${errors.join('; ')}`;
  return hint === undefined ? '' : ` ${hint}`;
}

/**
 * Writes the files that PanDA looks for. Each is tried, whatever becomes of the others.
 *
 * @returns what could not be written, for the log
 */
export async function finishPandaJob(ending: PandaEnding): Promise<string[]> {
  const { folder, report, failure } = ending;
  const problems: string[] = [];
  const attempt = async (task: () => Promise<unknown>) => {
    try {
      await task();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  };
  if (failure === undefined) {
    await attempt(() => removeErrorReport(folder));
  } else {
    await attempt(() => writeErrorReport(folder, failure.exitCode, failure.text));
    await attempt(() => packDiagnostics(ending, failure));
  }
  if (report === undefined) return problems;
  await attempt(() => keepLogs(folder, ending.results));
  await attempt(async () => {
    await writeMetadata(folder, report.record, await limitsOf(ending, report));
  });
  return problems;
}

/**
 * Packs whatever there is into the expected output: without that file PanDA would show that it is missing, and
 * not what went wrong. A job that fails stores no output, so this one cannot be mistaken for results.
 */
async function packDiagnostics(
  { results, archive }: PandaEnding,
  { text, isHurried }: PandaFailure,
): Promise<void> {
  await makeFolder(results, '');
  await makeFolder(path.dirname(archive), '');
  await replaceFile(path.join(results, errorFile), (handle) => handle.writeFile(`${text}\n`));
  await createArchive({
    root: results,
    file: archive,
    compress: true,
    ...(isHurried ? { paths: [errorFile] } : {}),
  });
}

const errorFile = 'error.txt';

async function limitsOf({ results }: PandaEnding, { record }: RunReport) {
  return readLimits(
    path.join(results, 'outputs'),
    record.files.map((file) => file.path),
  );
}
