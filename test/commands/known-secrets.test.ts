import { expect, it } from 'vitest';
import { secretsOfAddresses, secretsOfEnvironment } from '../../src/commands/known-secrets.ts';

it.each([
  'REANA_ACCESS_TOKEN',
  'GITHUB_PAT',
  'SSH_KEY',
  'DB_PWD',
  'EOS_CREDENTIALS',
  'CHAT_WEBHOOK_URL',
  'TOKEN2',
  'VOMSPROXY_PASS',
])('takes the value of %s for a secret', (name) => {
  expect(secretsOfEnvironment({ [name]: ' canary ' })).toEqual(['canary']);
});

it('takes the texts in DOCKER_AUTH_CONFIG for secrets', () => {
  const auth = JSON.stringify({ auths: { 'registry.example.org': { auth: 'dXNlcjpjYW5hcnk=' } } });
  expect(secretsOfEnvironment({ DOCKER_AUTH_CONFIG: auth })).toContain('dXNlcjpjYW5hcnk=');
});

it.each(['PWD', 'OLDPWD', 'PATH', 'HOME', 'CI_JOB_NAME', 'SSH_AUTH_SOCK', 'KEYBOARD'])(
  'shows the value of %s',
  (name) => {
    expect(secretsOfEnvironment({ [name]: '/home/u' })).toEqual([]);
  },
);

it.each([
  ['https://me:hunter22@host.ch/fit.git@main', ['hunter22', 'hunter22']],
  ['http://proxy:p%40ss%2Fword@proxy.ch:3128', ['p%40ss%2Fword', 'p@ss/word']],
  ['git clone https://me:p@ss:w@host.ch/x', ['p@ss:w', 'p@ss:w']],
  ['https://glpat-0123456789abcdefghij@host.ch/x', Array(2).fill('glpat-0123456789abcdefghij')],
  ['https://me:%zz@host.ch/x', ['%zz', '%zz']],
  ['ssh://git@host.ch:7999/fit.git', []],
  ['https://host.ch/a@b', []],
  ['git@host.ch:fit.git', []],
])('takes the password out of %s', (text, secrets) => {
  expect(secretsOfAddresses(text)).toEqual(secrets);
  expect(secretsOfEnvironment({ HTTPS_PROXY: text })).toEqual(secrets);
});
