/** The user's secrets: added and deleted all at once or not at all, never read back. */
import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { isJsonObject } from '../../../base/json.ts';
import type { Secret } from '../../../reana/types.ts';
import { RestError } from '../../rest-error.ts';
import { isPlainJson, jsonBody, queryFlag, queryValue } from '../request.ts';
import type { ServerContext } from '../server-context.ts';

const secretShape = v.object({ value: v.string(), type: v.picklist(['env', 'file']) });

export function secretRoutes(app: FastifyInstance, context: ServerContext): void {
  const { secrets } = context.store;

  app.get('/api/secrets', () => secrets.names());

  app.post('/api/secrets/', async (request, reply) => {
    if (context.generation.overwriteRequired && queryValue(request, 'overwrite') === undefined) {
      throw new RestError(500, 'The query parameter overwrite is missing.');
    }
    const given = Object.entries(jsonBody(request)).map(([name, value]) => secretOf(name, value));
    const inTheWay = secrets.add(given, queryFlag(request, 'overwrite'));
    if (inTheWay.length > 0) {
      const names = inTheWay.join(', ');
      throw new RestError(409, `The following secrets already exist: ${names}. Nothing was added.`);
    }
    return reply.code(201).send({ message: 'Secret(s) successfully added.' });
  });

  app.delete('/api/secrets/', (request) => {
    const body = isPlainJson(request) ? request.body : [];
    const names = Array.isArray(body) ? body.map(String) : [];
    const missing = secrets.remove(names);
    if (missing.length > 0) throw new RestError(404, 'Secrets do not exist.', missing);
    return names;
  });
}

/** Names become file names and keys in Kubernetes, which sets what they may hold. */
function secretOf(name: string, given: unknown): Secret {
  if (!/^[-._a-zA-Z0-9]+$/.test(name) || /^\.+$/.test(name)) {
    throw new RestError(400, `'${name}' is not a valid name of a secret.`);
  }
  const secret = v.safeParse(secretShape, isJsonObject(given) ? given : {});
  if (!secret.success) throw new RestError(400, `Secret ${name} must have a value and a type.`);
  const value = secret.output.value.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
    throw new RestError(400, `The value of secret ${name} is not valid base64.`);
  }
  return { name, type: secret.output.type, value: Buffer.from(value, 'base64') };
}
