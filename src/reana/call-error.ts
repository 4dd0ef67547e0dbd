/** A call that did not succeed: the error users see, and what the client needs to react to it. */
import { ReanaCiError, type ErrorCode, type ReanaCiErrorOptions } from '../base/error.ts';

/** What is known of a failed call besides its message. */
export interface CallFailure {
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** What the server said, free of secrets. */
  readonly answer?: string;
  /** `no`: the server certainly changed nothing. `unknown`: it may have done what was asked. */
  readonly done: 'no' | 'unknown';
  /** Whether the same call may work later: not, after a few tries, or as long as the budget lasts. */
  readonly repeat: 'never' | 'few' | 'patiently';
  /** Milliseconds that the server wants us to wait. */
  readonly retryAfter?: number;
}

/** A {@link ReanaCiError} that knows whether the call took effect and whether it is worth repeating. */
export class CallError extends ReanaCiError {
  readonly failure: CallFailure;

  constructor(
    code: ErrorCode,
    message: string,
    failure: CallFailure,
    options: ReanaCiErrorOptions = {},
  ) {
    super(code, message, options);
    this.failure = failure;
  }
}

/** Whether `error` says that a call may have taken effect although no good answer came back. */
export function mayBeDone(error: unknown): error is CallError {
  return error instanceof CallError && error.failure.done === 'unknown';
}
