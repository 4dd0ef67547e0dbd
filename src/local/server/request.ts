/** Reading what a request says. */
import type { FastifyRequest } from 'fastify';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { RestError, unknownRun } from '../rest-error.ts';
import type { StoredRun } from '../store/stored-run.ts';
import type { ServerContext } from './server-context.ts';

/** Path of the routes about one run. */
export const runPath = '/api/workflows/:workflow';

/** @throws RestError when there is no such run; the status depends on the endpoint, as in REANA */
export function runOf(
  context: ServerContext,
  request: FastifyRequest,
  missing: 403 | 404 = 404,
): StoredRun {
  const name = pathValue(request, 'workflow');
  const run = context.store.runs.find(name);
  if (run === undefined) throw unknownRun(name, missing);
  return run;
}

export function pathValue(request: FastifyRequest, name: string): string {
  return (request.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}

/** A query parameter; the first one when it is repeated. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  return queryValues(request, name)[0];
}

/** All values of a query parameter, repeated or separated by commas. */
export function queryList(request: FastifyRequest, name: string): string[] {
  return queryValues(request, name).flatMap((value) =>
    value.split(',').filter((item) => item !== ''),
  );
}

export function queryFlag(request: FastifyRequest, name: string): boolean {
  return ['true', '1', 'yes'].includes(queryValue(request, name)?.toLowerCase() ?? '');
}

/** @throws RestError 400 when it is not a positive whole number */
export function queryNumber(request: FastifyRequest, name: string): number | undefined {
  const text = queryValue(request, name);
  if (text === undefined || text === '') return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const message = { querystring: { [name]: ['Must be greater than or equal to 1.'] } };
  throw new RestError(400, `Bad ${name}`, { message });
}

/** The body, when it is a JSON object; otherwise an empty one. */
export function jsonBody(request: FastifyRequest): JsonObject {
  return isPlainJson(request) && isJsonObject(request.body) ? request.body : {};
}

/** A part of a JSON body that is an object itself; empty when it is missing. */
export function bodyPart(body: JsonObject, name: string): JsonObject {
  const part = body[name] ?? {};
  if (isJsonObject(part)) return part;
  throw new RestError(400, `${name} must be an object.`);
}

export function isPlainJson(request: FastifyRequest): boolean {
  return /^application\/json\b/i.test(request.headers['content-type'] ?? '');
}

function queryValues(request: FastifyRequest, name: string): string[] {
  const value = (request.query as Readonly<Record<string, string | string[] | undefined>>)[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
