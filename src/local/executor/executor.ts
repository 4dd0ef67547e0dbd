/** Runs a job on this machine: as a process, or in a container. */
import type { Writable } from 'node:stream';

/** What REANA's job controller understands of a step's hints, already checked. */
export interface JobHints {
  readonly kubernetesUid?: number;
  /** Bytes. */
  readonly memoryLimit?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly computeBackend?: string;
  readonly vomsProxy?: boolean;
  readonly rucio?: boolean;
  readonly kerberos?: boolean;
}

export interface ExecutorJob {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** Run by `bash -c`. */
  readonly command: string;
  /** Absolute; visible to the job at the same path. */
  readonly workspace: string;
  readonly hints: JobHints;
  /** The job's whole environment besides what the image or the machine gives: secrets, `REANA_WORKSPACE`, … */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder with the file secrets, seen by the job at `/etc/reana/secrets` where the executor can do so. */
  readonly secretsDirectory?: string;
}

/** How a job ended, in Kubernetes' words. */
export interface JobOutcome {
  readonly status: 'finished' | 'failed' | 'stopped';
  /** `null` when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly reason:
    'Completed' | 'Error' | 'OOMKilled' | 'DeadlineExceeded' | 'ImagePullBackOff' | 'Stopped';
}

export interface Executor {
  readonly name: 'process' | 'docker';
  /**
   * Runs a job to its end. What it prints goes to `output` as it comes; aborting ends the job and all its
   * children.
   */
  execute(job: ExecutorJob, output: Writable, signal: AbortSignal): Promise<JobOutcome>;
}
