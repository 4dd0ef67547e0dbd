/** The newest reana-client and reana-ci with one login: an issuer that ends it when an old token is shown again. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delay } from '../../src/base/delay.ts';
import { createShell, type ShellResult } from '../../src/base/shell.ts';
import { startLocalReana, type LocalReana } from '../../src/local/local-reana.ts';
import { authorityFile, type HttpsIssuer, startHttpsIssuer } from '../issuer/https-issuer.ts';
import { program } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { requirePeer } from './peers.ts';

let issuer: HttpsIssuer;
let reana: LocalReana;
let home: string;
let theirs: (...args: string[]) => Promise<ShellResult>;
let ours: (...args: string[]) => Promise<ShellResult>;

const specification = `
inputs: { files: [names.txt] }
workflow:
  type: serial
  specification:
    steps: [{ environment: 'docker.io/library/debian:bookworm', commands: ['sort names.txt > sorted.txt'] }]
outputs: { files: [sorted.txt] }
`;

beforeEach(async () => {
  const programs = await requirePeer('reana-client-next');
  home = await temporaryFolder({
    'analysis/reana.yaml': specification,
    'analysis/names.txt': 'Lise\nAda\n',
  });
  // Less than the minute that both leave to a token: each command has to renew the login.
  issuer = await startHttpsIssuer({ accessLife: 40, reuseGrace: 0 });
  reana = await startLocalReana({
    stateDirectory: path.join(home, 'state'),
    generation: 'next',
    executor: 'process',
    environment: { PATH: process.env.PATH ?? '' },
    acceptBearer: (token) => issuer.accepts(token),
    issuer: issuer.discovery,
  });
  const shell = createShell({
    cwd: path.join(home, 'analysis'),
    env: {
      HOME: home,
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      PYTHONWARNINGS: 'ignore',
      REANA_SERVER_CA_CERTS: authorityFile,
      // The browser of somebody who says yes to everything.
      BROWSER: `${process.execPath} -e 'fetch(process.argv[1])' %s &`,
      NODE_EXTRA_CA_CERTS: authorityFile,
    },
    timeout: 100_000,
  });
  theirs = (...args) => shell`reana-client ${args}`;
  ours = (...args) => shell`${process.execPath} ${program} ${args}`;
});

afterEach(async () => {
  issuer.close();
  await reana.close();
});

describe('reana-client 0.95 with the issuer', () => {
  it('logs in by another device, runs, renews its login, fetches and logs out', async () => {
    await approve(theirs('login', '--server', reana.url, '--headless'));
    await done(theirs('create', '-n', 'sort'));
    await done(theirs('upload', '-w', 'sort'));
    await done(theirs('start', '-w', 'sort'));
    await finished('sort.1');
    await done(theirs('download', '-w', 'sort', 'sorted.txt'));
    expect(await readFile(path.join(home, 'analysis/sorted.txt'), 'utf8')).toBe('Ada\nLise\n');
    expect(renewals()).toBeGreaterThanOrEqual(4);
    await done(theirs('logout'));
    expect(issuer.seen.at(-1)).toEqual({ what: 'revoke', status: 200 });
    expect((await theirs('list')).exitCode).not.toBe(0);
    expect(issuer.seen.filter(({ error }) => error === 'invalid_grant')).toEqual([]);
  });
});

describe('one login for reana-client and reana-ci', () => {
  it('that reana-client has made with a browser lets reana-ci run, and go on after each renewal of the other', async () => {
    await done(theirs('login', '--server', reana.url));
    const run = await done(ours('run', '--results', path.join(home, 'results')));
    expect(run).toMatch(/finished +1 job/);
    expect(await done(theirs('list'))).toMatch(/analysis\S*\s+1\s.*finished/);
    expect(await done(ours('ping'))).toContain(reana.url);
    expect(renewals()).toBeGreaterThanOrEqual(3);
    await done(ours('logout'));
    expect((await theirs('list')).exitCode).not.toBe(0);
  });

  it('that reana-ci has made lasts though both renew it at the same time', async () => {
    await approve(ours('login', '--server', reana.url, '--headless'));
    await Promise.all([
      done(theirs('list')),
      done(ours('ping')),
      done(theirs('ping')),
      done(ours('list')),
    ]);
    expect(renewals()).toBeGreaterThanOrEqual(4);
    expect(issuer.seen.filter(({ error }) => error === 'invalid_grant')).toEqual([]);
    await done(theirs('logout'));
    const { exitCode, stderr } = await ours('ping');
    expect(exitCode).toBe(5);
    expect(stderr).toContain(`reana-ci login --server ${reana.url}`);
  });

  it('is kept in one file, whose other contents both leave alone', async () => {
    const file = path.join(home, '.config/reana/reana-client.json');
    await done(theirs('login', '--server', reana.url));
    const store = JSON.parse(await readFile(file, 'utf8')) as Record<string, object>;
    const added = { ...store, 'of-the-future': { answer: 42 } };
    await writeFile(file, JSON.stringify(added));
    await done(ours('ping'));
    await done(theirs('ping'));
    const after = JSON.parse(await readFile(file, 'utf8')) as Record<string, object>;
    expect(after).toMatchObject({ 'of-the-future': { answer: 42 }, active_server: reana.url });
    expect(Object.keys(after.servers ?? {})).toEqual(Object.keys(store.servers ?? {}));
  });
});

/** @returns what the command printed */
async function done(command: Promise<ShellResult>): Promise<string> {
  const { exitCode, stdout, stderr } = await command;
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return stdout + stderr;
}

/** Says yes on the other device. */
async function approve(login: Promise<ShellResult>): Promise<void> {
  let isOver = false;
  const ended = login.finally(() => {
    isOver = true;
  });
  const hasEnded = () => isOver;
  while (!hasEnded()) {
    for (const code of issuer.openCodes()) issuer.decide(code, 'approve');
    await delay(100);
  }
  await done(ended);
}

async function finished(run: string): Promise<void> {
  for (let look = 0; look < 20; look += 1) {
    if ((await done(theirs('status', '-w', run))).includes('finished')) return;
  }
  throw new Error(`${run} does not finish`);
}

function renewals(): number {
  return issuer.seen.filter(({ what }) => what === 'refresh_token').length;
}
