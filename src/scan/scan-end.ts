/** The conditions under which no further point of a scan is begun. */
import { type ErrorCode, exitCodes, ReanaCiError } from '../base/error.ts';
import type { PointResult } from '../results/scan/point-result.ts';

/** What the points that were not begun have in place of a run. */
export interface EndReason {
  readonly exitCode: number;
  readonly error: { readonly code: string; readonly message: string };
}

export interface ScanEnd {
  /** `undefined` as long as the next point may begin. */
  reason(): EndReason | undefined;
  /** Takes how a point has ended. */
  learn(result: PointResult): void;
  /** Aborted when the live runs have to end, too. */
  readonly signal: AbortSignal;
}

export interface ScanEndOptions {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly now: () => number;
  /** Whether the first point that fails ends all others. */
  readonly failFast: boolean;
  readonly signal: AbortSignal;
}

/** Errors that the next point would meet as well; outputs that cannot be stored here would cost a run each. */
const common: readonly ErrorCode[] = [
  'unauthorized',
  'login-expired',
  'quota',
  'secret-missing',
  'unreachable',
  'not-reana',
  'tls',
  'local-io',
];

export function createScanEnd({ deadline, now, failFast, signal }: ScanEndOptions): ScanEnd {
  const early = new AbortController();
  let found: EndReason | undefined;

  function end(result: PointResult, why: string): void {
    const { exitCode, error, point } = result;
    const message = `${point} ${why}: ${error?.message ?? ''}`;
    found ??= { exitCode, error: { code: error?.code ?? 'run-failed', message } };
  }

  return {
    signal: AbortSignal.any([signal, early.signal]),
    reason() {
      if (signal.aborted) return interruption(signal.reason);
      if (found === undefined && now() >= deadline) {
        const message = '--deadline passed.';
        found = { exitCode: exitCodes.deadline, error: { code: 'deadline', message } };
      }
      return found;
    },
    learn(result) {
      if (result.exitCode === 0) return;
      const isCommon = common.some((code) => code === result.error?.code);
      if (isCommon) end(result, 'failed for a reason that affects every point');
      if (!failFast || early.signal.aborted) return;
      end(result, 'failed');
      early.abort(new ReanaCiError('run-failed', `Stopped because ${result.point} failed.`));
    },
  };
}

function interruption(reason: unknown): EndReason {
  const carried = reason instanceof Error && 'exitCode' in reason ? reason.exitCode : undefined;
  const message = reason instanceof Error ? reason.message : 'Interrupted.';
  return {
    exitCode: typeof carried === 'number' ? carried : 1,
    error: { code: 'interrupted', message },
  };
}
