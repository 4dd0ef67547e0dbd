/** Notes on disk about the runs a job has made, for `clean` to read when the job was cut off. */
import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { readBelow } from '../../base/open-below.ts';

/** What there is to know to stop a run with nothing but the REANA token. */
export interface JobRun {
  readonly version: 1;
  /** Of REANA. */
  readonly server: string;
  readonly id: string;
  /** With run number. */
  readonly name: string;
  /** Of GitLab; a file left by another pipeline is none of ours. */
  readonly pipeline: number;
  /**
   * - `live`: the job watches it.
   * - `ended`: it has ended, or was stopped.
   * - `kept`: it goes on without the job, which a retry will take up.
   */
  readonly state: 'live' | 'ended' | 'kept';
}

const folder = '.reana-ci/runs';
/** Of several scans, which have a thousand points at most. */
const mostFiles = 10_000;
const largestFile = 64 * 1024;

/**
 * Notes what is known of a run, one file a run. Synchronous, so that it is on disk before anything else
 * can happen to the job.
 *
 * @param directory the job's project folder
 * @throws what the file system throws
 */
export function writeJobRun(directory: string, run: JobRun): void {
  const place = path.join(directory, folder);
  makeFolderSync(directory);
  const file = path.join(place, `${run.id.replace(/[^A-Za-z0-9-]/g, '')}.json`);
  rmSync(`${file}.part`, { force: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(run)}\n`, { flag: 'wx' });
  renameSync(`${file}.part`, file);
}

/** Passes no symbolic link, which a repository can bring along. */
function makeFolderSync(directory: string): void {
  let at = directory;
  for (const part of folder.split('/')) {
    at = path.join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(at);
    else if (!stats.isDirectory()) throw new Error(`${at} is no folder.`);
  }
}

/** The runs noted by jobs of `pipeline` in this folder; files of other pipelines or contents are ignored. */
export async function readJobRuns(directory: string, pipeline: number): Promise<JobRun[]> {
  const place = path.join(directory, folder);
  const names = await readdir(place).catch(() => []);
  const runs: JobRun[] = [];
  for (const name of names.filter((entry) => entry.endsWith('.json')).slice(0, mostFiles)) {
    const run = parse(await readNote(directory, `${folder}/${name}`));
    if (run?.pipeline === pipeline) runs.push(run);
  }
  return runs;
}

/** Empty where there is none that can be read. */
async function readNote(directory: string, file: string): Promise<string> {
  const content = await readBelow(directory, file, largestFile).catch(() => undefined);
  return content?.toString('utf8') ?? '';
}

const schema = v.object({
  version: v.literal(1),
  server: v.string(),
  id: v.string(),
  name: v.string(),
  pipeline: v.number(),
  state: v.picklist(['live', 'ended', 'kept']),
});

function parse(text: string): JobRun | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
