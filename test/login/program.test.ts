/** The built program against an embedded REANA of the coming generation and an issuer with TLS. */
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalReana, type LocalReana } from '../../src/local/local-reana.ts';
import { authorityFile, type HttpsIssuer, startHttpsIssuer } from '../issuer/https-issuer.ts';
import { startProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let issuer: HttpsIssuer;
let reana: LocalReana;
let home: string;
/** Seconds that access tokens live: less than a minute means that each command has to renew its own. */
const accessLife = 30;
let grace = 0;

beforeEach(async () => {
  home = await temporaryFolder({});
  await open();
});
afterEach(close);

async function open(): Promise<void> {
  issuer = await startHttpsIssuer({ accessLife, reuseGrace: grace });
  reana = await startLocalReana({
    stateDirectory: path.join(home, 'state'),
    generation: 'next',
    executor: 'process',
    environment: {},
    acceptBearer: (token) => issuer.accepts(token),
    issuer: issuer.discovery,
  });
}

async function close(): Promise<void> {
  issuer.close();
  await reana.close();
}

function start(arguments_: readonly string[]) {
  const env = { HOME: home, REANA_SERVER_CA_CERTS: authorityFile };
  return startProgram(arguments_, { cwd: home, env });
}

async function run(...arguments_: string[]) {
  const child = start(arguments_);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { stdout, stderr, exitCode: exitCode as number };
}

async function logIn(): Promise<string> {
  const child = start(['login', '--server', reana.url, '--headless']);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
    for (const code of issuer.openCodes()) issuer.decide(code, 'approve');
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(stderr).toContain('/device?user_code=');
  return stdout;
}

describe('reana-ci', () => {
  it('logs in, renews the login for what it does, and logs out', async () => {
    expect(await logIn()).toContain(`Logged in to ${reana.url} as local@reana.invalid.`);
    const file = path.join(home, '.config/reana/reana-client.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const ping = await run('ping');
    expect(ping.stdout).toContain(`server  ${reana.url}`);
    expect(issuer.seen.filter(({ what }) => what === 'refresh_token').length).toBeGreaterThan(0);
    expect(await run('logout')).toMatchObject({
      exitCode: 0,
      stdout: `Logged out from ${reana.url}.\n`,
    });
    expect(issuer.seen.at(-1)).toEqual({ what: 'revoke', status: 200 });
    const after = await run('ping');
    expect(after).toMatchObject({ exitCode: 5 });
    expect(after.stderr).toContain(`reana-ci login --server ${reana.url}`);
  });

  it.each([
    ['a strict issuer has ended the login: 5, and the way to a new one', 0, 5],
    ['an issuer that takes the old token once more lets it go on', 60_000, 0],
  ])('killed between the renewal and its writing, %s', async (_what, reuseGrace, exitCode) => {
    await close();
    grace = reuseGrace;
    await open();
    await logIn();
    const file = path.join(home, '.config/reana/reana-client.json');
    const before = await readFile(file, 'utf8');
    const child = start(['ping']);
    const exit = once(child, 'exit');
    issuer.beforeAnswer = async (what) => {
      if (what !== 'refresh_token') return;
      child.kill('SIGKILL');
      await exit;
    };
    await exit;
    issuer.beforeAnswer = () => Promise.resolve();
    expect(await readFile(file, 'utf8')).toBe(before);
    const next = await run('ping');
    expect(next.exitCode).toBe(exitCode);
    if (exitCode === 5) {
      expect(next.stderr).toContain(`The login to ${reana.url} has ended.`);
      expect(next.stderr).toContain(`reana-ci login --server ${reana.url}`);
      await logIn();
      expect(await run('ping')).toMatchObject({ exitCode: 0 });
    }
  });
});
