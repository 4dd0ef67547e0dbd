/** Expected errors: what happened, on what, and what to do next. */
import type { ChainRuleId, OwnRuleId, ReaderRuleId } from './rule-id.ts';

/**
 * The class of an expected error. Each stands for one kind of reaction of the reader, and
 * {@link exitCodes} maps it to the exit code that tells a script who has to act.
 */
export type ErrorCode = keyof typeof exitCodes;

/** Exit code of each error class. 2, 3, 146, 160–162 and 251 are the PanDA pilot's own and never used. */
export const exitCodes = {
  /** The run failed, was stopped or deleted on REANA. */
  'run-failed': 1,
  /** An option, a variable or an environment setting is wrong. */
  usage: 4,
  /** The specification, its template or its files are wrong. */
  specification: 4,
  /** The address answers, but not as a REANA server this client understands. */
  'not-reana': 4,
  /** The server's certificate is not trusted. */
  tls: 4,
  /** The server does not know the run, file or secret asked for. */
  'not-found': 4,
  /** The server finds the request wrong (HTTP 400). */
  'bad-request': 4,
  /** The request contradicts the state of the run (HTTP 409). */
  conflict: 4,
  /** Token missing, unknown or revoked. */
  unauthorized: 5,
  /** The account may not do this. */
  forbidden: 5,
  /** Disk or CPU quota used up. */
  quota: 5,
  /** A secret that the workflow's steps need is not there, or no longer valid. */
  'secret-missing': 5,
  /** Our own deadline passed, in the queue or in the run. */
  deadline: 6,
  /** The run finished but a declared output is missing or could not be fetched whole. */
  'output-missing': 7,
  /** Results could not be written here: disk full, no permission. */
  'local-io': 7,
  /** A bug of ours. */
  internal: 70,
  /** The login of this job is over; another try of the job gets a new one. */
  'login-expired': 75,
  /** The server could not be reached within the retry budget; the same call may work later. */
  unreachable: 75,
} as const;

/**
 * The id of a finding, which `reana-ci lint --explain` explains: one of the lists in `rule-id.ts`, the code of an
 * error, or the id of a lint rule, which carries its description itself.
 */
export type RuleId = ReaderRuleId | ChainRuleId | ErrorCode | OwnRuleId;

/** One mistake in the user's input, with its place. Lines and columns count from 1. */
export interface Finding {
  /** Stable identifier of the check, in kebab case: `unreplaced-placeholder`. */
  readonly rule: RuleId;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint?: string;
  /** Path as the user would type it. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface ReanaCiErrorOptions {
  /** What to do next, one sentence. */
  readonly hint?: string;
  /** All mistakes that were found at once. */
  readonly findings?: readonly Finding[];
  /** Kept for debugging; never printed to the user and never holding a token. */
  readonly cause?: unknown;
}

/** An error the program expects: printed as message and hint, without a stack. */
export class ReanaCiError extends Error {
  override readonly name: string = 'ReanaCiError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly findings: readonly Finding[];

  constructor(code: ErrorCode, message: string, options: ReanaCiErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.findings = options.findings ?? [];
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}

/** Whether `error` is one this program expects (as opposed to a bug of ours). */
export function isReanaCiError(error: unknown): error is ReanaCiError {
  return error instanceof ReanaCiError;
}

/** `file:line:column: message`, leaving out what is not known. */
export function formatFinding(finding: Finding): string {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== undefined);
  return place.length === 0 ? finding.message : `${place.join(':')}: ${finding.message}`;
}
