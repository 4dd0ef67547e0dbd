/** The environment of a run: a terminal, a GitLab job, a PanDA job. */
import type { ReanaCiError } from '../base/error.ts';
import type { RunRecord } from '../results/run-record.ts';
import type { Specification } from '../specification/specification.ts';
import type { RunEvent } from './event.ts';

export interface Host {
  readonly name: 'terminal' | 'gitlab' | 'panda';
  /** Run name when the user gives none: letters, digits, `_` and `-`; without the digest. */
  readonly defaultRunName: (analysis: string) => string;
  /** Adds to a name that the user gave what keeps the runs of different jobs of this host apart. */
  readonly qualifyRunName?: (given: string) => string;
  /** Whether this host retries a job by itself, so that a rerun re-attaches unless told otherwise. */
  readonly resumes: boolean;
  /** Which runs of other jobs may stand in for a new one; absent where none may. */
  readonly reuse?: HostReuse;
  /** What holds here where the user sets no time. */
  readonly limits?: HostLimits;
  /** Called for everything that happens, in order; must not throw. */
  announce(event: RunEvent): void;
  /**
   * Called as soon as the local secret files are of no more use here: stored on REANA, or not needed by
   * this run. A host that must not leave keys lying about removes them.
   *
   * @param files absolute paths
   */
  releaseSecretFiles?(files: readonly string[]): Promise<void>;
  /** Called once at the end, also after a failure; writes what the host shows of a run. */
  report(report: RunReport): Promise<void>;
}

export interface HostReuse {
  /** Whether to look for one when the user does not say. */
  readonly byDefault: boolean;
  /** @param name of a run, without run number */
  readonly mayUse: (name: string) => boolean;
}

/** In milliseconds. */
export interface HostLimits {
  /** For the whole command; the host itself ends the job some time after that. */
  readonly deadline?: number;
  /** How long the server may be out of reach in one go. */
  readonly outageTimeout?: number;
  /** From an order to stop until the host ends the program by force. */
  readonly farewell?: number;
}

export interface RunReport {
  readonly record: RunRecord;
  /** What ended the run early or spoilt its result. The caller prints it and sets the exit code. */
  readonly error?: ReanaCiError;
  /** Absolute folder of `run.json`, `logs/` and `outputs/`; absent when the run was not even planned. */
  readonly results?: string;
  /** Rendered; absent when the run was not even planned. */
  readonly specification?: Specification;
}
