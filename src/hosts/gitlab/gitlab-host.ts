/** A GitLab job: a log with sections, artifacts that GitLab reads, and a note on the merge request. */
import type { Redact } from '../../base/redact.ts';
import type { RunEvent } from '../../run/event.ts';
import type { Host, RunReport } from '../../run/host.ts';
import type { GitlabSettings } from './environment.ts';
import { createJobLog } from './job-log.ts';
import { type JobRun, writeJobRun } from './job-state.ts';
import { gitlabRunName } from './run-name.ts';

export interface GitlabHostOptions {
  /** Takes what happens. */
  readonly progress: NodeJS.WritableStream;
  /** Takes the summary at the end. */
  readonly summary: NodeJS.WritableStream;
  /** Folder the command was given in; absolute, as are the next two. */
  readonly cwd: string;
  readonly analysis: string;
  readonly results: string;
  /** Masks secrets in what is written to files and sent to GitLab. */
  readonly redact: Redact;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
}

export function createGitlabHost(settings: GitlabSettings, options: GitlabHostOptions): Host {
  const { progress, now, cwd } = options;
  const log = createJobLog(progress, { colour: settings.colours, now });
  const memory = createMemory(cwd, settings.pipeline.id);

  return {
    name: 'gitlab',
    defaultRunName: (analysis) => gitlabRunName(settings, analysis),
    qualifyRunName: (given) => gitlabRunName(settings, given),
    // A retried job has a new id and the same pipeline and name.
    resumes: true,
    announce(event) {
      memory.learn(event);
      log.announce(event);
    },
    report(report) {
      log.end();
      memory.conclude(report);
      return Promise.resolve();
    },
  };
}

/** Keeps the file that `clean` reads. */
function createMemory(directory: string, pipeline: number) {
  let server = '';
  let run: JobRun | undefined;

  function note(next: JobRun): void {
    run = next;
    try {
      writeJobRun(directory, next);
    } catch {
      // Without the file a cancelled job stops its run itself; only the second chance is lost.
    }
  }

  return {
    learn(event: RunEvent) {
      if (event.kind === 'phase' && event.phase === 'preflight') server = event.detail ?? '';
      if (event.kind !== 'submitted') return;
      note({ version: 1, server, id: event.id, name: event.name, pipeline, state: 'live' });
    },
    conclude({ record }: RunReport) {
      if (run === undefined) return;
      if (['finished', 'failed', 'stopped', 'deleted'].includes(record.status)) {
        note({ ...run, state: 'ended' });
      } else if (record.error?.code === 'unreachable') note({ ...run, state: 'kept' });
    },
  };
}
