/** Errors that mean a temporary outage of the server, while the run goes on. */
import { isReanaCiError, type ReanaCiError } from '../../base/error.ts';

/**
 * No answer, or one that is not REANA's: while a server is being updated, the proxy in front of it answers
 * in its place.
 */
export function isOutage(error: unknown): error is ReanaCiError {
  return isReanaCiError(error) && (error.code === 'unreachable' || error.code === 'not-reana');
}
