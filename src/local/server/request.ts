/** Reading what a request says. */
import type { FastifyRequest } from 'fastify';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { fieldError, frameworkError, RestError, unknownRun } from '../rest-error.ts';
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

/** @throws RestError 400 or 422 when it is not a positive whole number */
export function queryNumber(
  { generation }: ServerContext,
  request: FastifyRequest,
  name: string,
): number | undefined {
  const text = queryValue(request, name);
  if (text === undefined) return undefined;
  const strict = generation.strictRequests;
  if (!/^\s*[+-]?\d{1,9}\s*$/.test(text)) throw fieldError(name, 'Not a valid integer.', strict);
  if (Number(text) < 1) throw fieldError(name, 'Must be at least 1.', strict);
  return Number(text);
}

/** Which part of a list a request asks for. */
export interface Page {
  /** Counts from 1. */
  readonly page: number;
  /** Everything is on one page when missing. */
  readonly size?: number;
}

/** @throws RestError as {@link queryNumber} does */
export function queryPage(context: ServerContext, request: FastifyRequest): Page {
  const page = queryNumber(context, request, 'page') ?? 1;
  const size = queryNumber(context, request, 'size');
  return { page, ...(size !== undefined && { size }) };
}

/** What the answer to a list says about its page; with a size it also tells where the others are. */
export function pageAnswer({ page, size }: Page, total: number): object {
  if (size === undefined) return { page, total, has_prev: false, has_next: false };
  return {
    ...{ page, size, total },
    from_idx: (page - 1) * size,
    to_idx: page * size,
    has_prev: page > 1,
    has_next: page * size < total,
    links: { prev: { page: page - 1 }, self: { page }, next: { page: page + 1 } },
  };
}

/** The body, when it is a JSON object; otherwise an empty one. */
export function jsonBody(request: FastifyRequest): JsonObject {
  return isPlainJson(request) && isJsonObject(request.body) ? request.body : {};
}

/** @throws RestError 422 for a key that a strict generation does not know */
export function checkBodyKeys(
  { generation }: ServerContext,
  body: JsonObject,
  known: readonly string[],
): void {
  if (!generation.strictRequests) return;
  if (Object.keys(body).some((key) => !known.includes(key))) throw frameworkError(422);
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
