/** The proxy that leads to a server, by the variables that curl, git and pip read, too. */
import { ReanaCiError } from './error.ts';
import { isLoopback } from './loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the proxy for `server` in `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; lower-case names
 * win, as they do in curl. A server on this machine is never asked through a proxy.
 *
 * @param server an http(s) URL
 * @returns the proxy's address, or `undefined` to connect directly
 */
export function proxyFor(server: string, env: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  if (isLoopback(hostname) || isExcepted(hostname, port, read(env, 'NO_PROXY'))) return undefined;
  const proxy = read(env, protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  return withScheme(proxy ?? read(env, 'ALL_PROXY'));
}

/**
 * The address of a proxy as the HTTP library takes it. SOCKS proxies look names up themselves, as with `socks5h`.
 *
 * @throws ReanaCiError `usage` for a kind of proxy that cannot be used
 */
export function usableProxy(address: string): string {
  if (!URL.canParse(address)) throw unusable(address, 'is no address');
  const { protocol } = new URL(address);
  if (protocol === 'http:' || protocol === 'https:') return address;
  if (protocol === 'socks5:' || protocol === 'socks5h:') {
    return address.replace(/^socks5h/i, 'socks5');
  }
  throw unusable(address, `is a proxy of the kind ${protocol.slice(0, -1)}`);
}

/** A proxy's address can hold a password. */
function unusable(address: string, what: string): ReanaCiError {
  const shown = address.replace(/\/\/.*@/, '//…@');
  return new ReanaCiError('usage', `${shown} ${what}.`, {
    hint: 'HTTPS_PROXY, HTTP_PROXY and ALL_PROXY take proxies of the kinds http, https, socks5 and socks5h.',
  });
}

function read(env: Environment, name: string): string | undefined {
  const value = (env[name.toLowerCase()] ?? env[name])?.trim();
  return value === '' ? undefined : value;
}

/** `cern.ch` and `.cern.ch` stand for the host and all below it, `*` for everything, `host:port` for one port. */
function isExcepted(hostname: string, port: string, exceptions: string | undefined): boolean {
  return (exceptions ?? '').split(/[\s,]+/).some((exception) => {
    if (exception === '*') return true;
    const [, host, onlyPort] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(exception) ?? [];
    if (host === undefined || (onlyPort !== undefined && onlyPort !== port)) return false;
    return hostname === host.toLowerCase() || hostname.endsWith(`.${host.toLowerCase()}`);
  });
}

function withScheme(proxy: string | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
