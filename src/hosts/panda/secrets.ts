/** The user's secrets as PanDA brings them: taken into memory, and off the disk at once. */
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject } from '../../base/json.ts';
import { safeRelativePath } from '../../base/safe-path.ts';
import { parsePythonDict } from './python-literal.ts';

export interface PandaSecrets {
  /** Texts by name. */
  readonly values: ReadonlyMap<string, string>;
  /** Contents by file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What the user should know; holds no secret. */
  readonly warnings: readonly string[];
}

const jsonFile = 'panda_secrets.json';
/** For a shell, which expands `$` and backticks in the values: never read. */
const shellFile = 'panda_secrets.sh';
const gridFiles = ['usercert.pem', 'userkey.pem'];
const filePrefix = '___file___:';
/** pbook takes about 1 MB for each secret. */
const largestFile = 64 * 1024 * 1024;

/**
 * Reads the secrets in `folder` and removes every file that holds one: PanDA keeps the working folder of a job
 * it ends for taking too long or too much memory, and stores it where others can read it.
 */
export async function takeSecrets(folder: string): Promise<PandaSecrets> {
  const text = await readWhole(path.join(folder, jsonFile));
  const parsed = text === undefined ? new Map<string, string>() : parseSecrets(text.toString());
  const values = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  for (const name of gridFiles) {
    const content = await readWhole(path.join(folder, name));
    if (content !== undefined) files.set(name, content);
  }
  for (const [name, value] of parsed ?? []) {
    if (name.startsWith(filePrefix)) {
      files.set(name.slice(filePrefix.length), Buffer.from(value, 'base64'));
    } else {
      values.set(name, value);
    }
  }
  const left = await removeFiles(folder, [jsonFile, shellFile, ...gridFiles, ...files.keys()]);
  const warnings = left.map((name) => `${name} holds a secret and cannot be removed.`);
  if (parsed === undefined) {
    warnings.push(`${jsonFile} cannot be understood; secrets are taken from the environment.`);
  }
  return { values, files, warnings };
}

/** JSON as PanDA writes it today, or the dictionary as Python prints it. */
function parseSecrets(text: string): Map<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return parsePythonDict(text);
  }
  if (!isJsonObject(value)) return undefined;
  return new Map(
    Object.entries(value).flatMap(([name, secret]) =>
      typeof secret === 'string' || typeof secret === 'number' ? [[name, String(secret)]] : [],
    ),
  );
}

async function readWhole(file: string): Promise<Buffer | undefined> {
  try {
    await using handle = await open(file);
    const stats = await handle.stat();
    return stats.isFile() && stats.size <= largestFile ? await handle.readFile() : undefined;
  } catch {
    return undefined;
  }
}

/** @returns names of the files that are still there */
async function removeFiles(folder: string, names: Iterable<string>): Promise<string[]> {
  const left: string[] = [];
  for (const name of new Set(names)) {
    const relative = safeRelativePath(name);
    if (relative === undefined) {
      left.push(name);
      continue;
    }
    await rm(path.join(folder, relative), { force: true }).catch(() => left.push(name));
  }
  return left;
}
