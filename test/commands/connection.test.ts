import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConnection } from '../../src/commands/connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { createTestEdge } from './call.ts';

const env = { REANA_SERVER_URL: 'https://reana.example.org/', REANA_ACCESS_TOKEN: 'token-1' };

describe('the connection', () => {
  it('is what the environment says, and the token is hidden from then on', async () => {
    const edge = createTestEdge(env);
    expect(await readConnection(edge, {})).toEqual({
      server: 'https://reana.example.org',
      token: 'token-1',
    });
    expect(edge.hidden).toContain('token-1');
  });

  it('goes to the server of the command line first', async () => {
    const server = 'https://other.example.org/path';
    expect(await readConnection(createTestEdge(env), { server })).toMatchObject({ server });
  });

  it.each([
    ['REANA_ACCESS_TOKEN_FILE', 'the file that a variable names'],
    ['REANA_ACCESS_TOKEN', 'a GitLab variable of the type "file"'],
  ])('takes the token of %s: %s', async (variable) => {
    const folder = await temporaryFolder({ token: 'token-2\n' });
    const edge = createTestEdge({ ...env, [variable]: path.join(folder, 'token') });
    expect(await readConnection(edge, {})).toMatchObject({ token: 'token-2' });
    expect(edge.hidden).toContain('token-2');
  });

  it('trusts the certificate authorities of a file', async () => {
    const cwd = await temporaryFolder({ 'ca.pem': '-----BEGIN CERTIFICATE-----' });
    const edge = createTestEdge({ ...env, REANA_SERVER_CA_CERTS: 'ca.pem' }, { cwd });
    expect(await readConnection(edge, {})).toMatchObject({
      caCertificates: '-----BEGIN CERTIFICATE-----',
    });
  });

  it('says which variable is missing, and where a token is found', async () => {
    const edge = createTestEdge({ ...env, REANA_ACCESS_TOKEN: ' ' });
    await expect(readConnection(edge, {})).rejects.toMatchObject({
      code: 'unauthorized',
      message: 'No REANA token: REANA_ACCESS_TOKEN is not set.',
      hint: expect.stringContaining('profile page'),
    });
  });

  it('says in a PanDA job how its secrets are stored and asked for', async () => {
    const job = await temporaryFolder({ '__run_main_exec.sh': '', 'workDir/x': '' });
    const signs = { TMPDIR: job, TestArea: '/pilot/workDir' };
    const edge = createTestEdge(
      { REANA_SERVER_URL: env.REANA_SERVER_URL, ...signs },
      { cwd: path.join(job, 'workDir') },
    );
    await expect(readConnection(edge, {})).rejects.toMatchObject({
      hint: expect.stringMatching(/pbook: set_secret\('REANA_ACCESS_TOKEN', .* --useSecrets/),
    });
  });

  it('says why a job may not see a token that is there', async () => {
    const edge = createTestEdge({ REANA_SERVER_URL: env.REANA_SERVER_URL, GITLAB_CI: 'true' });
    await expect(readConnection(edge, {})).rejects.toMatchObject({
      hint: expect.stringMatching(/protected variable .* fork .* environment scope/),
    });
  });

  it.each([
    ['no server', {}, 'REANA_SERVER_URL is not set'],
    ['no address', { REANA_SERVER_URL: 'reana' }, 'is not the address of a server'],
    [
      'no certificates',
      { ...env, REANA_SERVER_CA_CERTS: '/no/such/file' },
      'The file that REANA_SERVER_CA_CERTS names cannot be read',
    ],
  ])('is refused with %s', async (_what, wrong, message) => {
    const reading = readConnection(createTestEdge(wrong), {});
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ code: 'usage' });
  });
});
