/** Secrets for the steps that are at hand here: as options name them, and where a job usually has them. */
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { ReanaCiError } from '../../base/error.ts';
import { NotOpened, openNamed, readAtMost } from '../../base/open-below.ts';
import { isSecretName } from '../../reana/secrets.ts';
import type { Secret } from '../../reana/types.ts';
import type { SecretRequirement } from '../../languages/secret-requirement.ts';
import { encodePassphrase, plainPassphrase } from './passphrase.ts';
import type { RunSettings } from './settings.ts';

export interface LocalSecrets {
  /** As REANA is to have them. */
  readonly secrets: readonly Secret[];
  /** Absolute paths of the files that were read. */
  readonly files: readonly string[];
  /** Names of files that were found in a folder without being named. */
  readonly found: readonly string[];
  /** Texts that must not be shown. */
  readonly confidential: readonly string[];
  /** Whether the passphrase opens the key, where both are here. */
  readonly passphraseFits: boolean;
  /** Names of those that are taken away from REANA when the run has ended. */
  readonly temporary?: readonly string[];
}

export interface SecretTools {
  /** Ends the way to a service that gives secrets. */
  readonly signal?: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Where `usercert.pem`, `userkey.pem` and the like are looked for. */
  readonly secretFolders: readonly string[];
  /** Contents of secret files that are no longer on the disk, by name; they go before those that are. */
  readonly heldFiles?: ReadonlyMap<string, Uint8Array>;
  /** Texts of secrets by name; they go before the environment. */
  readonly heldValues?: ReadonlyMap<string, string>;
}

/** The cluster keeps all secrets of a user within 1 MiB. */
const largestFile = 1024 * 1024;
/** Bytes: keys and certificates are smaller, and each line costs time with each text that is shown. */
const largestHidden = 64 * 1024;
const passphrase = 'VOMSPROXY_PASS';
const key = 'userkey.pem';
/** Their values are names of secret files. */
const fileNaming = ['VOMSPROXY_FILE', 'CERN_KEYTAB'];
/** Secrets whose values are in every log of a Grid job; hiding them would make logs hard to read. */
export const harmlessSecrets: readonly string[] = [
  'VONAME',
  'RUCIO_USERNAME',
  'RUCIO_RUCIO_HOST',
  'RUCIO_AUTH_HOST',
  'CERN_USER',
  ...fileNaming,
];

/**
 * Reads the secrets that `--secret-env` and `--secret-file` name, and those that the workflow needs as far
 * as the environment and the secret folders have them.
 *
 * @throws ReanaCiError `usage` listing every name that is none, and every variable and file that is not there
 */
export async function gatherSecrets(
  { secretEnv, secretFile }: Pick<RunSettings, 'secretEnv' | 'secretFile'>,
  requirements: readonly SecretRequirement[],
  tools: SecretTools,
): Promise<LocalSecrets> {
  const problems: string[] = [];
  const values = new Map<string, string>();
  const paths = new Map<string, string>();
  const held = new Map<string, Uint8Array>();
  const isHeld = (name: string, source: string) => {
    const content = tools.heldFiles?.get(source);
    if (content === undefined) return false;
    held.set(name, content);
    return true;
  };

  const found = new Set<string>();
  const folders = await ownFolders(tools.secretFolders);
  const valueOf = (name: string) => tools.heldValues?.get(name) ?? tools.environment[name];

  for (const { name, type } of requirements.flatMap(({ anyOf }) => anyOf.flat())) {
    const value = valueOf(name);
    if (type === 'env' && value !== undefined && value !== '') values.set(name, value);
    if (type !== 'file' || isHeld(name, name)) continue;
    const file = await findFile(name, folders);
    if (file === undefined) continue;
    paths.set(name, file);
    found.add(name);
  }
  for (const assignment of secretEnv) {
    const [name, given] = splitOnce(assignment);
    const value = given ?? valueOf(name);
    if (!isSecretName(name)) problems.push(`--secret-env: ${badName(name)}`);
    else if (value === undefined) problems.push(`--secret-env: ${name} is not in the environment`);
    else values.set(name, value);
  }
  for (const assignment of secretFile) {
    const [first, second] = splitOnce(assignment);
    const file = path.resolve(tools.cwd, second ?? first);
    const name = second === undefined ? path.basename(first) : first;
    if (!isSecretName(name)) {
      problems.push(`--secret-file: ${badName(name)}`);
      continue;
    }
    if (isHeld(name, path.relative(tools.cwd, file))) continue;
    found.delete(name);
    if (await isReadable(tools.cwd, file)) paths.set(name, file);
    else problems.push(`--secret-file: ${second ?? first} is not a file of at most 1 MiB`);
  }
  await followFileNames(values, paths, isHeld, tools);
  if (problems.length > 0) throw new ReanaCiError('usage', `${problems.join('; ')}.`);
  return assemble(values, paths, held, { found: [...found], cwd: tools.cwd });
}

function badName(name: string): string {
  return `"${name}" cannot be the name of a secret (letters, digits, ".", "_" and "-")`;
}

/** `VOMSPROXY_FILE=/tmp/x509up_u1000` is the file `x509up_u1000` to REANA, and its name. */
async function followFileNames(
  values: Map<string, string>,
  paths: Map<string, string>,
  isHeld: (name: string, source: string) => boolean,
  { cwd, secretFolders }: SecretTools,
): Promise<void> {
  for (const variable of fileNaming) {
    const value = values.get(variable);
    if (value === undefined) continue;
    const name = path.basename(value);
    values.set(variable, name);
    if (isHeld(name, name)) continue;
    const named = path.resolve(cwd, value);
    const file = (await isReadable(cwd, named)) ? named : await findFile(name, secretFolders);
    if (file !== undefined && !paths.has(name)) paths.set(name, file);
  }
}

async function assemble(
  values: ReadonlyMap<string, string>,
  paths: ReadonlyMap<string, string>,
  held: ReadonlyMap<string, Uint8Array>,
  { found, cwd }: { readonly found: readonly string[]; readonly cwd: string },
): Promise<LocalSecrets> {
  const secrets: Secret[] = [...held].map(([name, value]) => ({ name, type: 'file', value }));
  const confidential: string[] = [];
  for (const [name, file] of paths) {
    secrets.push({ name, type: 'file', value: await readBounded(cwd, file) });
  }
  for (const { value } of secrets) confidential.push(...textOf(value));
  let passphraseFits = true;
  for (const [name, value] of values) {
    if (!harmlessSecrets.includes(name)) confidential.push(value);
    if (name !== passphrase) {
      secrets.push({ name, type: 'env', value: Buffer.from(value) });
      continue;
    }
    const pem = secrets.find((secret) => secret.name === key)?.value;
    const plain = plainPassphrase(value, pem);
    passphraseFits = plain !== undefined;
    confidential.push(plain ?? value);
    secrets.push({ name, type: 'env', value: encodePassphrase(plain ?? value) });
  }
  return { secrets, files: [...paths.values()], found, confidential, passphraseFits };
}

/** Of a secret file that is text; its lines are hidden one by one. */
function textOf(content: Uint8Array): string[] {
  if (content.length > largestHidden) return [];
  try {
    return [new TextDecoder('utf-8', { fatal: true }).decode(content)];
  } catch {
    return [];
  }
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

async function findFile(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const file = path.resolve(folder, name);
    if (await isReadable(folder, file)) return file;
  }
  return undefined;
}

/** A git checkout holds what others wrote: nothing is taken from it that nobody has named. */
async function ownFolders(folders: readonly string[]): Promise<string[]> {
  const own: string[] = [];
  for (const folder of folders) if (!(await isInCheckout(folder))) own.push(folder);
  return own;
}

async function isInCheckout(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await isThere(path.join(at, '.git'))) return true;
    if (at === path.dirname(at)) return false;
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function isReadable(folder: string, file: string): Promise<boolean> {
  try {
    await using handle = await openNamed(folder, file);
    return (await handle.stat()).size <= largestFile;
  } catch (error) {
    if (error instanceof NotOpened) return false;
    throw error;
  }
}

async function readBounded(folder: string, file: string): Promise<Uint8Array> {
  await using handle = await openNamed(folder, file);
  return (await readAtMost(handle, largestFile)) ?? new Uint8Array();
}
