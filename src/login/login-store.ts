/**
 * The file where reana-client keeps its logins, and reana-ci with it: one JSON object, one entry a server. Its
 * format, its locks and their names are those of reana-client 0.95.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../base/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../base/json.ts';
import { parseServerAddress } from '../reana/server-address.ts';
import type { FileLock } from './file-lock.ts';
import { tokenFields, type LoginEntry } from './login-entry.ts';

export interface LoginStore {
  /** Path of the file. */
  readonly file: string;
  /** The server that the latest login was for, as it is kept in the file. */
  activeServer(): Promise<string | undefined>;
  /** What is known of a server; an empty entry when nothing is. */
  read(server: string): Promise<LoginEntry>;
  /**
   * Changes the entry of a server while nobody else can.
   *
   * @param change gives the fields to set, or `undefined` to leave the entry as it is
   * @param makeActive whether the server becomes the one that reana-client talks to
   * @returns the entry as it is then
   */
  update(
    server: string,
    change: (entry: LoginEntry) => LoginEntry | undefined,
    makeActive?: boolean,
  ): Promise<LoginEntry>;
  /** @throws ReanaCiError `local-io` when the file could not be replaced now */
  checkWritable(): Promise<void>;
  /** Runs `task` while nobody else, reana-client included, renews the login of this server. */
  whileRenewing<T>(server: string, task: () => Promise<T>): Promise<T>;
}

export interface LoginStoreOptions {
  readonly file: string;
  /** Whether the file lies at its usual place, whose folder nobody else is to see. */
  readonly isUsual?: boolean;
  readonly lock: FileLock;
}

/** Milliseconds; reana-client waits as long. */
const storePatience = 30_000;
/** One renewal takes 30 s at the most; a queue of parallel jobs needs one that succeeds. */
const renewalPatience = 70_000;
/** Bytes; the tokens of a login take less. */
const largestGrowth = 16_384;

export function createLoginStore({ file, isUsual = false, lock }: LoginStoreOptions): LoginStore {
  return {
    file,
    async activeServer() {
      const active = (await readStore(file)).active_server;
      return typeof active === 'string' && active !== '' ? active : undefined;
    },
    read: async (server) => entryOf(await readStore(file), server).entry,
    update: (server, change, makeActive = false) =>
      lock(`${file}.lock`, storePatience, async () => {
        const store = await readStore(file);
        const { key, entry } = entryOf(store, server);
        const fields = change(entry);
        if (fields === undefined) return entry;
        const changed = applied(entry, fields);
        await writeStore(file, isUsual, {
          ...store,
          servers: { ...serversOf(store), [key]: changed as JsonObject },
          ...(makeActive ? { active_server: key } : {}),
        });
        return changed;
      }),
    checkWritable: () =>
      writeBeside(file, isUsual, ' '.repeat(largestGrowth), false, (part) => rm(part)),
    async whileRenewing(server, task) {
      const { key } = entryOf(await readStore(file), server);
      const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
      return lock(`${file}.refresh.${hash}.lock`, renewalPatience, task);
    },
  };
}

/** The path of the file: `REANA_CLIENT_CONFIG`, or the place below the home folder. */
export function loginFile(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): { readonly file: string; readonly isUsual: boolean } {
  const usual = path.join(home, '.config/reana/reana-client.json');
  const given = env.REANA_CLIENT_CONFIG;
  if (given === undefined || given === '') return { file: usual, isUsual: true };
  const file = path.resolve(given.replace(/^~(?=\/|$)/, home));
  return { file, isUsual: file === usual };
}

/** Every change counts up, so that a renewal that began before it can tell that it is outdated. */
function applied(entry: LoginEntry, fields: LoginEntry): LoginEntry {
  const changed = { ...entry, ...fields, credential_epoch: (entry.credential_epoch ?? 0) + 1 };
  for (const name of tokenFields)
    if (changed[name] === undefined) Reflect.deleteProperty(changed, name);
  return changed;
}

/** The key that reana-client has given the server, or would give it. */
function entryOf(store: JsonObject, server: string): { key: string; entry: LoginEntry } {
  const servers = serversOf(store);
  const key = server in servers ? server : (Object.keys(servers).find(isServer) ?? server);
  const entry = servers[key];
  return { key, entry: isJsonObject(entry) ? entry : {} };

  function isServer(other: string): boolean {
    try {
      return parseServerAddress(other).shown === server;
    } catch {
      return false;
    }
  }
}

function serversOf(store: JsonObject): JsonObject {
  return isJsonObject(store.servers) ? store.servers : {};
}

async function readStore(file: string): Promise<JsonObject> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { active_server: null, servers: {} };
    throw new ReanaCiError('local-io', `The file of logins ${file} cannot be read.`, {
      hint: 'Check who may read it.',
      cause: error,
    });
  }
  const value = parse(text);
  if (isJsonObject(value)) return value;
  throw new ReanaCiError('usage', `The file of logins ${file} is broken.`, {
    hint: 'Remove it and log in again.',
  });
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The old file or the new one, on the disk before the answer: what an issuer has replaced exists nowhere else. */
async function writeStore(file: string, isUsual: boolean, store: JsonObject): Promise<void> {
  const text = `${JSON.stringify(store, sortedKeys, 2)}\n`;
  await writeBeside(file, isUsual, text, true, (part) => rename(part, file));
}

async function writeBeside(
  file: string,
  isUsual: boolean,
  text: string,
  isKept: boolean,
  finish: (part: string) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file);
  const part = path.join(folder, `.reana-client-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (isUsual) await chmod(folder, 0o700);
    const handle = await open(part, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      if (isKept) await handle.sync();
    } finally {
      await handle.close();
    }
    await finish(part);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw new ReanaCiError('local-io', `The file of logins ${file} cannot be written.`, {
      hint: 'Check that its folder is yours and that the disk is not full.',
      cause: error,
    });
  }
}

/** As reana-client writes them. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
