/** Errors of a login, in words that say whether another try can help. */
import type { ErrorCode } from '../base/error.ts';
import { CallError } from '../reana/call-error.ts';
import { connectionError } from '../reana/connection-failure.ts';

/** An error of the class that requests fail with: what may work later is repeated within their budget. */
export function loginError(code: ErrorCode, message: string, hint: string): CallError {
  const repeat = code === 'unreachable' ? 'patiently' : 'never';
  return new CallError(code, message, { done: 'no', repeat }, { hint });
}

/** The command that logs in, for hints. */
export function howToLogIn(server: string): string {
  return `Log in again: reana-ci login --server ${server}`;
}

/** @param issuer address of the issuer */
export function issuerAway(subject: string, issuer: string, why: string): CallError {
  const hint = 'The issuer of the login, or the network, is busy or down; try again later.';
  return loginError('unreachable', `${subject}: ${issuer} ${why}.`, hint);
}

/** Says that the issuer has refused, and why. */
export class IssuerRefusal extends CallError {
  /** The word of OAuth for it: `invalid_grant`. */
  readonly reason: string;

  constructor(message: string, reason: string, hint: string) {
    super('unauthorized', message, { done: 'no', repeat: 'never' }, { hint });
    this.reason = reason;
  }
}

/**
 * Makes an error of this program out of what the library of OpenID Connect threw. Nothing of the thrown object is
 * kept: it may hold a request, and with it a token.
 *
 * @param subject `Could not renew the login to https://reana.cern.ch`
 */
export function fromLibrary(
  thrown: unknown,
  subject: string,
  issuer: string,
  hint: string,
): CallError {
  if (thrown instanceof CallError) return thrown;
  const { code, error, error_description: said, status, cause } = asRecord(thrown);
  if (typeof error === 'string') {
    const words = typeof said === 'string' && said !== '' ? said : error;
    const isBusy = ['temporarily_unavailable', 'server_error', 'slow_down'].includes(error);
    if (isBusy || isAway(status)) return issuerAway(subject, issuer, `answered "${line(words)}"`);
    return new IssuerRefusal(`${subject}: ${issuer} says "${line(words)}".`, error, hint);
  }
  const answered = asRecord(cause).status;
  if (code === 'OAUTH_WWW_AUTHENTICATE_CHALLENGE') {
    return new IssuerRefusal(`${subject}: ${issuer} does not know this client.`, code, hint);
  }
  if (code === 'OAUTH_TIMEOUT') return issuerAway(subject, issuer, 'did not answer in time');
  if (typeof answered === 'number') {
    return issuerAway(subject, issuer, `gave an answer (${answered}) that is none of an issuer`);
  }
  if (typeof code === 'string' && code.startsWith('OAUTH_')) {
    return issuerAway(subject, issuer, `gave an answer that is not valid (${code})`);
  }
  return connectionError(innermost(thrown), subject, issuer);
}

function isAway(status: unknown): boolean {
  return typeof status === 'number' && (status >= 500 || status === 429);
}

/** `fetch` wraps the error of the connection. */
function innermost(thrown: unknown): unknown {
  const { cause } = asRecord(thrown);
  return cause === undefined ? thrown : innermost(cause);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** What a stranger wrote, as part of a line. */
function line(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\uffff]+/g, ' ').slice(0, 300);
}
