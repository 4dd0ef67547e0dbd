/** The address of the server: the checked form of what the user typed. */
import { ReanaCiError } from '../base/error.ts';
import { isLoopback } from '../base/loopback.ts';

export interface ServerAddress {
  /** `https://reana.cern.ch`, what connections are made to. */
  readonly origin: string;
  /** Path in front of `/api`, without trailing slash; mostly empty. */
  readonly prefix: string;
  /** As shown in messages: origin and prefix, never with credentials. */
  readonly shown: string;
  /** Whether the server runs on this machine. */
  readonly local: boolean;
  /** Whether the token would travel readable for others. */
  readonly exposed: boolean;
}

/**
 * Parses a server's address.
 *
 * @param text `https://reana.cern.ch`; a trailing slash or `/api` is ignored
 * @throws ReanaCiError `usage` when `text` is not the http(s) address of a server
 */
export function parseServerAddress(text: string): ServerAddress {
  const hint = 'Set REANA_SERVER_URL to the address of a REANA server: https://reana.cern.ch';
  const trimmed = text.trim();
  if (trimmed === '') throw new ReanaCiError('usage', 'No REANA server is given.', { hint });
  const url = URL.parse(trimmed);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new ReanaCiError(
      'usage',
      `"${withoutSecrets(trimmed)}" is not the address of a server.`,
      {
        hint,
      },
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ReanaCiError(
      'usage',
      `The address of the server ${url.origin} must hold no credentials, "?" or "#".`,
      { hint },
    );
  }
  const local = isLoopback(url.hostname);
  const prefix = url.pathname.replace(/\/+$/, '').replace(/\/api$/, '');
  return {
    origin: url.origin,
    prefix,
    shown: url.origin + prefix,
    local,
    exposed: url.protocol === 'http:' && !local,
  };
}

/** Cuts what may be a password or token off a text that is no address. */
function withoutSecrets(text: string): string {
  return text
    .replace(/[?#].*$/s, '')
    .replace(/\/\/[^/@]*@/, '//')
    .slice(0, 200);
}
