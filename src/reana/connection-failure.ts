/** A failed connection to the server, in words. */
import { CallError, type CallFailure } from './call-error.ts';

interface Reason {
  readonly text: string;
  readonly code: 'unreachable' | 'tls';
  readonly hint: string;
  readonly failure: CallFailure;
}

const neverSent: CallFailure = { done: 'no', repeat: 'patiently' };
const mayHaveArrived: CallFailure = { done: 'unknown', repeat: 'patiently' };
const checkAddress = 'Check REANA_SERVER_URL and that this machine may connect to it.';
const tryAgain = 'The server or the network is busy or down; try again later.';

/**
 * Makes an error out of what a connection threw. Nothing of the thrown object is kept: it may hold the
 * request, and with it the token.
 *
 * @param subject `Could not list the files of run 3f2…`
 */
export function connectionError(thrown: unknown, subject: string, server: string): CallError {
  const code = errorCode(thrown);
  const reason = reasonOf(code);
  return new CallError(
    reason.code,
    `${subject}: ${server} ${reason.text}${code === '' ? '' : ` (${code})`}.`,
    reason.failure,
    { hint: reason.hint },
  );
}

function reasonOf(code: string): Reason {
  const unreachable = { code: 'unreachable', hint: tryAgain } as const;
  if (tlsCodes.has(code) || /^(CERT_|ERR_TLS_)/.test(code)) return untrusted(code);
  switch (code) {
    case 'ECONNREFUSED':
      return { ...unreachable, text: 'refused the connection', failure: neverSent };
    case 'ENOTFOUND':
      return {
        code: 'unreachable',
        hint: checkAddress,
        text: 'is not a known host',
        failure: { done: 'no', repeat: 'few' },
      };
    case 'EAI_AGAIN':
      return { ...unreachable, text: 'could not be looked up', failure: neverSent };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return {
        code: 'unreachable',
        hint: checkAddress,
        text: 'could not be reached',
        failure: code === 'ETIMEDOUT' ? mayHaveArrived : neverSent,
      };
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return { ...unreachable, text: 'did not answer in time', failure: mayHaveArrived };
    default:
      return { ...unreachable, text: 'ended the connection', failure: mayHaveArrived };
  }
}

function untrusted(code: string): Reason {
  const expired = code === 'CERT_HAS_EXPIRED';
  return {
    code: 'tls',
    text: expired ? 'shows an expired certificate' : 'shows a certificate that is not trusted',
    hint: expired
      ? 'Tell the operators of the server; if it is fine elsewhere, check the clock of this machine.'
      : 'If the server has a certificate of its own authority, name the PEM file of that authority in ' +
        'REANA_SERVER_CA_CERTS; if it speaks no TLS, its address begins with http://.',
    failure: { done: 'no', repeat: 'never' },
  };
}

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
]);

/** The system's or the HTTP library's name of the failure; of the first one where many addresses failed. */
function errorCode(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return errorCode(thrown.errors[0]);
  }
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown.cause === undefined ? '' : errorCode(thrown.cause);
}
