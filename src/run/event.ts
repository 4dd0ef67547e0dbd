/** Events of a run, told to the host as they happen. */
import type { RunStatus } from '../reana/types.ts';

export type RunEvent =
  | PhaseEvent
  | {
      readonly kind: 'submitted';
      readonly id: string;
      /** With run number. */
      readonly name: string;
      readonly url: string;
      /** Whether an earlier try of the same job made this run. */
      readonly reattached: boolean;
      /** Whether another job made it, and its results are taken over. */
      readonly reused?: boolean;
    }
  | ({ readonly kind: 'upload' } & Transfer)
  | ({ readonly kind: 'download' } & Transfer)
  /** Status or number of ended jobs has changed. */
  | ({ readonly kind: 'status' } & Standing)
  /** Looked, nothing new: for a clock on a terminal. */
  | ({ readonly kind: 'unchanged' } & Standing)
  /** Nothing new for minutes, and the log should show that somebody still watches. */
  | { readonly kind: 'heartbeat'; readonly status: RunStatus; readonly milliseconds: number }
  | { readonly kind: 'step-started'; readonly step: string }
  | {
      readonly kind: 'step-ended';
      readonly step: string;
      readonly status: 'finished' | 'failed' | 'stopped';
      readonly milliseconds?: number;
    }
  | { readonly kind: 'log-tail'; readonly step: string; readonly lines: readonly string[] }
  | { readonly kind: 'warning'; readonly message: string };

/** A phase begins. */
export type PhaseEvent =
  /** `server`: its address. */
  | { readonly kind: 'phase'; readonly phase: 'preflight'; readonly server: string }
  /** `detail`: for people only. */
  | {
      readonly kind: 'phase';
      readonly phase: Exclude<RunPhase, 'preflight'>;
      readonly detail?: string;
    };

/** How far a transfer of files is. */
export interface Transfer {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** How far a run is. */
export interface Standing {
  readonly status: RunStatus;
  /** Jobs that have ended. */
  readonly done: number;
  /** Jobs the run will have, as far as REANA knows; 0 while it does not. */
  readonly total: number;
  /** Milliseconds since waiting began. */
  readonly milliseconds: number;
}

export type RunPhase =
  | 'prepare'
  | 'preflight'
  | 'create'
  | 'secrets'
  | 'upload'
  | 'start'
  | 'watch'
  | 'collect'
  | 'report';
