/** The user's secrets: all of an account, seen by all jobs of all its runs. */
import * as v from 'valibot';

import { ReanaCiError } from '../base/error.ts';
import { formatBytes } from '../base/format.ts';
import type { Api } from './api.ts';
import { jsonBody, type Call } from './call.ts';
import { CallError, mayBeDone } from './call-error.ts';
import { saying } from './schema.ts';
import type { Secret, SecretName } from './types.ts';

/** All secrets of a user share one object in the cluster. */
const mostBytes = 2 ** 20;

const listSchema = v.array(
  v.object({ name: v.string(), type: v.fallback(v.picklist(['env', 'file']), 'env') }),
);

/** Lists names and types; values are never given back. */
export async function listSecrets(api: Api, signal?: AbortSignal): Promise<SecretName[]> {
  return await api.json(
    { action: 'list the secrets', method: 'GET', path: ['secrets'] },
    listSchema,
    signal,
  );
}

/**
 * Stores secrets in one request, then reads the list back: released servers answer 201 also when the
 * cluster refused to store them.
 *
 * @throws ReanaCiError `secret-missing` when one is not there afterwards, `conflict` when one exists and
 * must not be overwritten, `usage` for names or sizes the cluster does not take
 */
export async function addSecrets(
  api: Api,
  secrets: readonly Secret[],
  overwrite: boolean,
  signal?: AbortSignal,
): Promise<void> {
  if (secrets.length === 0) return;
  checkSecrets(secrets);
  const call = addCall(secrets, overwrite);
  // Values cannot be read back: what has been there before tells nothing of the new ones.
  const before = overwrite ? [] : await listSecrets(api, signal);
  try {
    await api.json(call, saying(/added/i), signal);
  } catch (error) {
    if (error instanceof CallError && error.code === 'conflict') throw existing(error);
    if (overwrite || !mayBeDone(error)) throw error;
    const known = new Set(before.map(({ name }) => name));
    if (secrets.some(({ name }) => known.has(name))) throw error;
    const missing = await missingSecrets(api, secrets, signal);
    if (missing.length > 0) throw error;
    return;
  }
  const missing = await missingSecrets(api, secrets, signal);
  if (missing.length === 0) return;
  throw new ReanaCiError(
    'secret-missing',
    `${api.server} accepted the secrets but did not store ${missing.join(', ')}.`,
    { hint: 'Another job may have changed the secrets at the same time; try again.' },
  );
}

/**
 * Deletes secrets, all or none.
 *
 * @throws ReanaCiError `not-found` naming those that do not exist
 */
export async function deleteSecrets(
  api: Api,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  if (names.length === 0) return;
  await api.json(
    {
      action: `delete the secrets ${names.join(', ')}`,
      method: 'DELETE',
      path: ['secrets', ''],
      body: jsonBody(names),
    },
    v.array(v.string()),
    signal,
  );
}

function addCall(secrets: readonly Secret[], overwrite: boolean): Call {
  const encoded = secrets.map(({ name, type, value }) => {
    return { name, type, value: Buffer.from(value).toString('base64') };
  });
  return {
    action: `store the secrets ${secrets.map((secret) => secret.name).join(', ')}`,
    method: 'POST',
    path: ['secrets', ''],
    // Must be there: without it, released servers fail.
    query: { overwrite: overwrite ? 'true' : 'false' },
    body: jsonBody(
      Object.fromEntries(encoded.map(({ name, type, value }) => [name, { value, type }])),
    ),
    once: !overwrite,
    secrets: secrets.flatMap(({ value }) =>
      (['utf8', 'base64'] as const).map((encoding) => Buffer.from(value).toString(encoding)),
    ),
  };
}

/** Whether Kubernetes takes it for the name of a secret. */
export function isSecretName(name: string): boolean {
  return /^(?!\.\.|\.$)[-._a-zA-Z0-9]{1,253}$/.test(name);
}

function checkSecrets(secrets: readonly Secret[]): void {
  const wrong = secrets.filter(({ name }) => !isSecretName(name));
  if (wrong.length > 0) {
    const names = wrong.map(({ name }) => `"${name}"`).join(', ');
    throw new ReanaCiError('usage', `${names} cannot be the name of a secret.`, {
      hint: 'Names of secrets hold letters, digits, ".", "_" and "-".',
    });
  }
  const bytes = secrets.reduce((sum, { value }) => sum + value.length, 0);
  if (bytes > mostBytes) {
    throw new ReanaCiError('usage', `The secrets have ${formatBytes(bytes)}; 1 MiB is the most.`, {
      hint: 'Secrets are for keys and passwords; upload data to the workspace.',
    });
  }
}

async function missingSecrets(
  api: Api,
  wanted: readonly SecretName[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const stored = new Map((await listSecrets(api, signal)).map(({ name, type }) => [name, type]));
  return wanted.filter(({ name, type }) => stored.get(name) !== type).map(({ name }) => name);
}

function existing(error: CallError): ReanaCiError {
  return new ReanaCiError('conflict', error.message, {
    hint: 'Overwrite the existing secrets, or delete them first.',
  });
}
