import { describe, expect, it } from 'vitest';
import { heldValues, withConnection } from '../../../src/hosts/panda/job-values.ts';

describe('heldValues', () => {
  it('keeps what the payload has set, but for what a shell can have expanded', () => {
    const stored = new Map([
      ['PLAIN', 'stored'],
      ['FREE', 'stored'],
      ['EXPANDED', 'p$HOME"`id`'],
    ]);
    const held = heldValues(stored, { PLAIN: 'set', FREE: '', EXPANDED: 'p/root"uid=0' });
    expect(Object.fromEntries(held)).toEqual({
      PLAIN: 'set',
      FREE: 'stored',
      EXPANDED: 'p$HOME"`id`',
    });
  });
});

describe('withConnection', () => {
  it('adds what leads to the server, and nothing else', () => {
    const held = new Map([
      ['REANA_SERVER_URL', 'https://reana.example.org'],
      ['REANA_CI_SECRET_FILE', '/home/u/.ssh/id_rsa'],
      ['PATH', '/evil'],
    ]);
    expect(withConnection(held, { PATH: '/usr/bin' })).toEqual({
      PATH: '/usr/bin',
      REANA_SERVER_URL: 'https://reana.example.org',
    });
  });
});
