/** The user's secrets as PanDA brings them: taken into memory, and off the disk at once. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject } from '../../base/json.ts';
import { readBelow } from '../../base/open-below.ts';
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
/** As the transform can make a file of, or a variable; nothing else is a secret of a user. */
const plainFileName = /^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,250}$/;
const plainVariable = /^[A-Za-z_][A-Za-z0-9_]{0,250}$/;

/**
 * Reads the secrets in `folder`, that of a payload as `findPandaFolder` finds it, and removes every file that holds
 * one: PanDA keeps the working folder of a job it ends for taking too long or too much memory, and stores it where
 * others can read it. A file is removed when it holds what PanDA says that it wrote there.
 */
export async function takeSecrets(folder: string): Promise<PandaSecrets> {
  const text = await readWhole(folder, jsonFile);
  const parsed = text === undefined ? new Map<string, string>() : parseSecrets(text.toString());
  const values = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  const remove = new Set([jsonFile, shellFile]);
  const warnings: string[] = [];
  for (const name of gridFiles) {
    const content = await readWhole(folder, name);
    if (content === undefined) continue;
    files.set(name, content);
    remove.add(name);
  }
  for (const [name, value] of parsed ?? []) {
    if (!name.startsWith(filePrefix)) {
      if (plainVariable.test(name)) values.set(name, value);
      else warnings.push(`A secret of PanDA is left out: ${JSON.stringify(name)} is no variable.`);
      continue;
    }
    const file = name.slice(filePrefix.length);
    if (!plainFileName.test(file)) {
      warnings.push(`A secret of PanDA is left out: ${JSON.stringify(file)} is no plain name.`);
      continue;
    }
    const content = Buffer.from(value, 'base64');
    files.set(file, content);
    if ((await readWhole(folder, file))?.equals(content) === true) remove.add(file);
  }
  for (const name of remove) {
    await rm(path.join(folder, name), { force: true }).catch(() =>
      warnings.push(`${name} holds a secret and cannot be removed.`),
    );
  }
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

async function readWhole(folder: string, name: string): Promise<Buffer | undefined> {
  return readBelow(folder, name, largestFile).catch(() => undefined);
}
