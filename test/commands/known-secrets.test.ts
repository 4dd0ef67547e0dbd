import { expect, it } from 'vitest';
import { secretsOfEnvironment } from '../../src/commands/known-secrets.ts';

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
