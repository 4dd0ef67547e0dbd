/** HTTP requests to the issuer of logins: verified TLS, the proxy of the environment, no redirect followed. */
import { Agent, fetch, ProxyAgent, type Dispatcher } from 'undici';
import { proxyFor, usableProxy } from '../base/proxy.ts';
import { certificateAuthorities } from '../reana/certificate-authority.ts';

/** `fetch` as far as it is needed here. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/**
 * @param caCertificates authorities to trust besides the system's, PEM
 * @throws ReanaCiError `usage` when they are none
 */
export function createFetch(
  environment: Readonly<Record<string, string | undefined>>,
  caCertificates: string | undefined,
): Fetch {
  const ca = certificateAuthorities(caCertificates);
  const tls = { timeout: 10_000, ...(ca === undefined ? {} : { ca }) };
  const dispatchers = new Map<string | undefined, Dispatcher>();
  function dispatcherFor(url: string): Dispatcher {
    const proxy = proxyFor(url, environment);
    const known = dispatchers.get(proxy);
    if (known !== undefined) return known;
    // Asked once in minutes: nothing is gained by connections that stay.
    const dispatcher =
      proxy === undefined
        ? new Agent({ connect: tls, pipelining: 0 })
        : new ProxyAgent({ uri: usableProxy(proxy), requestTls: tls, pipelining: 0 });
    dispatchers.set(proxy, dispatcher);
    return dispatcher;
  }
  return async (url, init) => {
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      dispatcher: dispatcherFor(url),
    });
    return answer as unknown as Response;
  };
}
