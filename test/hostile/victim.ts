/**
 * Somebody who runs reana-ci on what a stranger wrote: a home with keys, tokens in the environment, a REANA server,
 * and a server of the stranger's that should never hear a word.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { startProgram } from '../program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Secrets of the victim; none may leave the places where it keeps them. */
export const canaries = {
  token: 'canary-reana-token-5f1c9a',
  gitlab: 'canary-gitlab-token-77ab02',
  key: 'canary-private-key-93e1d4',
} as const;

export interface Request {
  readonly url: string;
  readonly body: string;
}

export interface Listener {
  readonly url: string;
  readonly requests: readonly Request[];
}

export interface Victim {
  /** Has `.ssh/id_rsa` and `important.py`. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** The REANA server that it uses; it answers every question with "no". */
  readonly reana: Listener;
  /** The stranger's. */
  readonly evil: Listener;
}

export async function createVictim(): Promise<Victim> {
  const home = await temporaryFolder({
    '.ssh/id_rsa': `-----BEGIN OPENSSH PRIVATE KEY-----\n${canaries.key}\n-----END OPENSSH PRIVATE KEY-----\n`,
    'important.py': 'kept',
  });
  const [reana, evil] = await Promise.all([listen(), listen()]);
  const env = {
    HOME: home,
    REANA_SERVER_URL: reana.url,
    REANA_ACCESS_TOKEN: canaries.token,
    GITLAB_TOKEN: canaries.gitlab,
  };
  return { home, env, reana, evil };
}

/** A server that keeps what it is sent. */
export async function listen(): Promise<Listener> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ url: request.url ?? '', body });
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"message":"no"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A repository of the stranger's, beside the victim's home: `../home` is no way to guess, so it is told. */
export async function checkOut(
  files: Readonly<Record<string, string>>,
  prepare: (folder: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  const folder = await temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n', ...files });
  await prepare(folder);
  return folder;
}

export interface Ended {
  readonly exitCode: number | null;
  /** stdout and stderr. */
  readonly output: string;
  readonly milliseconds: number;
}

/** Runs the program there, to its end. */
export async function runThere(
  cwd: string,
  arguments_: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const begun = performance.now();
  const child = startProgram(arguments_, { cwd, env });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exit,
  ]);
  return { exitCode, output: stdout + stderr, milliseconds: performance.now() - begun };
}

/** All that servers were sent, as one text. */
export function sentTo(...listeners: readonly Listener[]): string {
  return listeners
    .flatMap(({ requests }) => requests.map(({ url, body }) => url + body))
    .join('\n');
}

/** All files below a folder by name. */
export async function contentOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = new Map<string, string>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    found.set(path.relative(folder, file), await readFile(file, 'utf8'));
  }
  return found;
}

/** A file with its folders. */
export async function put(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** A serial analysis that does nothing. */
export const harmless = JSON.stringify({
  inputs: { files: ['code.py'] },
  workflow: {
    type: 'serial',
    specification: {
      steps: [{ environment: 'docker.io/library/alpine:3.20', commands: ['true'] }],
    },
  },
  outputs: { files: ['out.txt'] },
});
