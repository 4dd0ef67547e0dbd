/** The user's secrets: added and deleted all at once or not at all, never read back. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json.ts';
import { pythonStr } from '../../../languages/python/value.ts';
import type { SecretType } from '../../../reana/types.ts';
import { frameworkError, RestError } from '../../rest-error.ts';
import type { StoredSecret } from '../../store/secrets.ts';
import { isPlainJson, queryFlag, queryValue } from '../request.ts';
import type { ServerContext } from '../server-context.ts';

/** Bytes that Kubernetes lets one user's secrets take together. */
const mostBytes = 1024 * 1024;

export function secretRoutes(app: FastifyInstance, context: ServerContext): void {
  const { secrets } = context.store;
  const { checksSecrets } = context.generation;

  app.get('/api/secrets', () => secrets.names());

  app.post('/api/secrets/', async (request, reply) => {
    const overwrite = overwriteOf(request, checksSecrets);
    const body = bodyOf(request, checksSecrets);
    if (!isJsonObject(body)) throw noObject(checksSecrets);
    const given = Object.entries(body).map(([name, value]) => secretOf(name, value, checksSecrets));
    const [existing] = given.filter(({ name }) => secrets.has(name));
    if (existing !== undefined && !overwrite) {
      throw new RestError(
        409,
        `Operation cancelled. Secret ${existing.name} already exists. If you want change it use overwrite`,
      );
    }
    const problem = kubernetesProblem(given, secrets.bytesWithout(given.map(({ name }) => name)));
    if (problem === undefined) secrets.put(given);
    else if (checksSecrets) throw problem;
    return reply.code(201).send({ message: 'Secret(s) successfully added.' });
  });

  app.delete('/api/secrets/', (request) => {
    const body = bodyOf(request, checksSecrets);
    if (body === null) throw new RestError(500, "'NoneType' object is not iterable");
    const names = Array.isArray(body) ? body.map(String) : [];
    const missing = secrets.remove(names);
    if (missing.length > 0) throw new RestError(404, 'Secrets do not exist.', missing);
    return names;
  });
}

/** Older servers read the word as JSON, which has no `True`. */
function overwriteOf(request: FastifyRequest, isNew: boolean): boolean {
  if (isNew) return queryFlag(request, 'overwrite');
  const word = queryValue(request, 'overwrite');
  if (word === undefined) {
    throw new RestError(500, 'the JSON object must be str, bytes or bytearray, not NoneType');
  }
  if (word !== 'true' && word !== 'false') throw new RestError(403, 'Token is not valid.');
  return word === 'true';
}

/** `null` for a request without JSON, which newer servers refuse. */
function bodyOf(request: FastifyRequest, isNew: boolean): Json {
  if (isPlainJson(request)) return (request.body as Json | undefined) ?? null;
  if (isNew) throw frameworkError(415);
  return null;
}

function noObject(isNew: boolean): RestError {
  return isNew ? frameworkError(500) : new RestError(500, "'NoneType' object is not iterable");
}

/** @param isNew whether the server looks at type and value itself */
function secretOf(name: string, given: Json, isNew: boolean): StoredSecret {
  const secret: JsonObject = isJsonObject(given) ? given : {};
  for (const key of ['value', 'type']) {
    if (secret[key] === undefined)
      throw isNew ? frameworkError(500) : new RestError(500, `'${key}'`);
  }
  const text = pythonStr(secret.value ?? '').replace(/\s/g, '');
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
  const type = pythonStr(secret.type ?? '');
  if (isNew && !isBase64) throw new RestError(400, 'Invalid base64 value.');
  if (isNew && type !== 'env' && type !== 'file') {
    throw new RestError(400, "type_ must be one of: ['env', 'file']");
  }
  // An older server stores a type that it does not know, and never gives such a secret to a job.
  const value = isBase64 ? Buffer.from(text, 'base64') : undefined;
  return { name, type: type as SecretType, ...(value && { value }) };
}

/** What Kubernetes says of the user's secrets once these are among them. */
function kubernetesProblem(
  secrets: readonly StoredSecret[],
  otherBytes: number,
): RestError | undefined {
  const badName = secrets.find(({ name }) => !/^(?!\.\.|\.$)[-._a-zA-Z0-9]{1,253}$/.test(name));
  const unreadable = secrets.find(({ value }) => value === undefined);
  const bytes = secrets.reduce((sum, { value }) => sum + (value?.length ?? 0), otherBytes);
  if (badName !== undefined) return refusedByKubernetes(`data[${badName.name}]: Invalid value`);
  if (unreadable !== undefined)
    return refusedByKubernetes(`data[${unreadable.name}]: illegal base64 data`);
  if (bytes <= mostBytes) return undefined;
  return refusedByKubernetes(`data: Too long: must have at most ${mostBytes} bytes`);
}

function refusedByKubernetes(problem: string): RestError {
  return new RestError(
    500,
    `(422)\nReason: Unprocessable Entity\nHTTP response body: ${problem}\n`,
  );
}
