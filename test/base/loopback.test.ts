import { describe, expect, it } from 'vitest';
import { isOnThisMachine } from '../../src/base/loopback.ts';

describe('a server', () => {
  it.each([
    'http://127.0.0.1:5000',
    'https://127.8.9.10/reana',
    'http://localhost',
    'http://LOCALHOST:80/details/1',
    'http://reana.localhost:30080',
    'http://[::1]:5000',
    // As `new URL` reads it.
    'http://127.1/',
  ])('is on this machine: %s', (address) => {
    expect(isOnThisMachine(address)).toBe(true);
  });

  it.each([
    'https://reana.cern.ch',
    'https://127.0.0.1.example.org',
    'https://127.example.org',
    'https://localhost.example.org',
    'https://example.org/127.0.0.1',
    'https://127.0.0.1@example.org',
    'http://128.0.0.1',
    'http://[::2]',
    'nonsense',
    '',
  ])('is elsewhere: %s', (address) => {
    expect(isOnThisMachine(address)).toBe(false);
  });
});
