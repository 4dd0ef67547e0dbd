import { describe, expect, it } from 'vitest';
import { proxyFor, usableProxy } from '../../src/base/proxy.ts';

const server = 'https://reana.cern.ch';
const proxy = 'http://proxy.example.org:3128';

describe('the proxy to a server', () => {
  it.each([
    ['HTTPS_PROXY', { HTTPS_PROXY: proxy }, proxy],
    [
      'the lower-case name before the other',
      { https_proxy: proxy, HTTPS_PROXY: 'http://other' },
      proxy,
    ],
    ['ALL_PROXY when there is no nearer one', { ALL_PROXY: proxy }, proxy],
    ['an address without a scheme', { HTTPS_PROXY: 'proxy.example.org:3128' }, proxy],
    ['none of another protocol', { HTTP_PROXY: proxy }, undefined],
    ['none when the variable is empty', { HTTPS_PROXY: '' }, undefined],
  ])('is %s', (_case, env, expected) => {
    expect(proxyFor(server, env)).toBe(expected);
  });

  it.each(['reana.cern.ch', '.cern.ch', 'cern.ch', '*.cern.ch', 'a.org, cern.ch', '*'])(
    'is left out for NO_PROXY=%s',
    (exceptions) => {
      expect(proxyFor(server, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBeUndefined();
    },
  );

  it.each(['ern.ch', 'reana.cern.ch.evil.org', 'cern.ch:8443', ''])(
    'is used in spite of NO_PROXY=%s',
    (exceptions) => {
      expect(proxyFor(server, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBe(proxy);
    },
  );

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])(
    'is never used for %s',
    (local) => {
      expect(proxyFor(local, { HTTP_PROXY: proxy, ALL_PROXY: proxy })).toBeUndefined();
    },
  );
});

describe('the address of a proxy', () => {
  it.each([
    ['http://proxy.example.org:3128', 'http://proxy.example.org:3128'],
    ['socks5://proxy.example.org:1080', 'socks5://proxy.example.org:1080'],
    ['socks5h://proxy.example.org:1080', 'socks5://proxy.example.org:1080'],
  ])('%s is used', (address, expected) => {
    expect(usableProxy(address)).toBe(expected);
  });

  it.each(['socks4://ada:secret@proxy.example.org', 'ftp://proxy.example.org', 'http://[proxy'])(
    '%s is refused, without its password',
    (address) => {
      expect(() => usableProxy(address)).toThrow(/proxy/);
      expect(() => usableProxy(address)).not.toThrow(/secret/);
    },
  );
});
