/** What happens during a run, told to the host as it happens. */
import type { RunStatus } from '../reana/types.ts';

export type RunEvent =
  | { readonly kind: 'phase'; readonly phase: RunPhase; readonly detail?: string }
  | {
      readonly kind: 'submitted';
      readonly id: string;
      readonly name: string;
      readonly url: string;
      readonly reattached: boolean;
    }
  | {
      readonly kind: 'upload';
      readonly done: number;
      readonly total: number;
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly kind: 'status';
      readonly status: RunStatus;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'step-started'; readonly step: string }
  | {
      readonly kind: 'step-ended';
      readonly step: string;
      readonly status: 'finished' | 'failed' | 'stopped';
      readonly milliseconds?: number;
    }
  | {
      readonly kind: 'download';
      readonly done: number;
      readonly total: number;
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: 'heartbeat'; readonly status: RunStatus; readonly milliseconds: number }
  | { readonly kind: 'log-tail'; readonly step: string; readonly lines: readonly string[] }
  | { readonly kind: 'warning'; readonly message: string };

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
