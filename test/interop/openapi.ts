/** A Swagger 2.0 description: finds the operation of a request and names every deviation. */
import { readFile } from 'node:fs/promises';

import { Ajv, type ValidateFunction } from 'ajv';

/** One request and its answer, as a proxy saw them. */
export interface Exchange {
  readonly method: string;
  /** Path with query, as in the request line. */
  readonly url: string;
  readonly requestHeaders: Headers;
  /** `undefined` when it was too large to keep. */
  readonly requestBody: Buffer | undefined;
  readonly status: number;
  readonly responseHeaders: Headers;
  /** `undefined` when it was too large to keep, or is no text. */
  readonly responseBody: Buffer | undefined;
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export interface ApiDescription {
  /** `upload_file`, or `undefined` when no operation has this method and path. */
  operationOf(method: string, url: string): string | undefined;
  /** What the client did wrong. */
  requestProblems(exchange: Exchange): string[];
  /** What the server did wrong. */
  responseProblems(exchange: Exchange): string[];
}

interface Operation {
  readonly operationId: string;
  readonly consumes?: readonly string[];
  readonly produces?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Parameter {
  readonly in: 'query' | 'path' | 'header' | 'body' | 'formData';
  readonly name: string;
  readonly required?: boolean;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly schema?: Schema;
}

type Schema = Readonly<Record<string, unknown>>;

interface SwaggerFile {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameters: number;
  readonly operation: Operation;
}

/** Reads a Swagger 2.0 file. */
export async function loadApiDescription(file: string): Promise<ApiDescription> {
  return createApiDescription(JSON.parse(await readFile(file, 'utf8')) as SwaggerFile);
}

/** Makes a description from the document itself. */
export function createApiDescription(document: SwaggerFile): ApiDescription {
  const routes = routesOf(document);
  const matches = createMatcher(document.definitions ?? {});
  function find(method: string, url: string): Operation | undefined {
    const { pathname } = new URL(url, 'http://server');
    return routes.find((route) => route.method === method && route.pattern.test(pathname))
      ?.operation;
  }
  return {
    operationOf: (method, url) => find(method, url)?.operationId,
    requestProblems: (exchange) => {
      const operation = find(exchange.method, exchange.url);
      if (operation === undefined) return [`${place(exchange)}: no such operation`];
      return [
        ...queryProblems(operation, exchange),
        ...requestBodyProblems(operation, exchange, matches),
      ].map((problem) => `${place(exchange)}: ${problem}`);
    },
    responseProblems: (exchange) => {
      const operation = find(exchange.method, exchange.url);
      if (operation === undefined) return [];
      return responseProblems(operation, exchange, matches).map(
        (problem) => `${place(exchange)} → ${exchange.status}: ${problem}`,
      );
    },
  };
}

/** Paths with fewer placeholders come first, so that `/workflows/validate` is not taken for a name. */
function routesOf(document: SwaggerFile): Route[] {
  return Object.entries(document.paths)
    .flatMap(([template, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        method: method.toUpperCase(),
        pattern: patternOf(template),
        parameters: template.split('{').length - 1,
        operation,
      })),
    )
    .sort((a, b) => a.parameters - b.parameters);
}

/** Files of a workspace are named with their folders, all other placeholders hold no slash. */
function patternOf(template: string): RegExp {
  const source = template
    .split(/(\{\w+\})/)
    .map((part) => {
      if (part === '{file_name}') return '.+';
      return part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function queryProblems(operation: Operation, exchange: Exchange): string[] {
  const query = new URL(exchange.url, 'http://server').searchParams;
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const unknown = [...new Set(query.keys())]
    .filter((name) => !known.some((parameter) => parameter.name === name))
    .map((name) => `query parameter "${name}" is not documented`);
  const missing = known
    .filter((parameter) => parameter.required === true && !query.has(parameter.name))
    // A Bearer token stands for the query parameter of the older servers.
    .filter((parameter) => parameter.name !== 'access_token' || !hasBearerToken(exchange))
    .map((parameter) => `query parameter "${parameter.name}" is missing`);
  const mistyped = known.flatMap((parameter) =>
    query
      .getAll(parameter.name)
      .filter((value) => !isOfType(value, parameter))
      .map((value) => `query parameter "${parameter.name}" is "${value}"`),
  );
  return [...unknown, ...missing, ...mistyped];
}

function isOfType(value: string, parameter: Parameter): boolean {
  if (parameter.enum !== undefined) return parameter.enum.includes(value);
  if (parameter.type === 'integer') return /^-?\d+$/.test(value);
  // `True` is what Python's clients write.
  if (parameter.type === 'boolean') return /^(true|false|1|0)$/i.test(value);
  return true;
}

function hasBearerToken(exchange: Exchange): boolean {
  return String(exchange.requestHeaders.authorization).startsWith('Bearer ');
}

function requestBodyProblems(operation: Operation, exchange: Exchange, matches: Matcher): string[] {
  const parameters = operation.parameters ?? [];
  const body = exchange.requestBody;
  const contentType = mediaType(exchange.requestHeaders['content-type']);
  const problems: string[] = [];
  if (body !== undefined && body.length > 0 && contentType !== undefined) {
    const consumes = operation.consumes ?? ['application/json'];
    if (!consumes.includes(contentType)) problems.push(`content type ${contentType}`);
  }
  const bodyParameter = parameters.find((parameter) => parameter.in === 'body');
  if (bodyParameter?.required === true && body?.length === 0 && contentType === undefined) {
    problems.push('the body is missing');
  }
  if (bodyParameter?.schema !== undefined && contentType === 'application/json' && body?.length) {
    problems.push(...matches(bodyParameter.schema, body));
  }
  for (const parameter of parameters.filter(({ in: place }) => place === 'formData')) {
    const present = body?.includes(`name="${parameter.name}"`) ?? true;
    if (parameter.required === true && !present) {
      problems.push(`form field "${parameter.name}" is missing`);
    }
  }
  return problems;
}

function responseProblems(operation: Operation, exchange: Exchange, matches: Matcher): string[] {
  const response = operation.responses[exchange.status] ?? operation.responses.default;
  if (response === undefined) return ['the status is not documented'];
  const contentType = mediaType(exchange.responseHeaders['content-type']);
  const produces = operation.produces ?? ['application/json'];
  if (contentType !== undefined && !produces.some((pattern) => isCovered(contentType, pattern))) {
    return [`content type ${contentType}`];
  }
  const isJson = response.schema !== undefined && response.schema.type !== 'file';
  if (!isJson || exchange.responseBody === undefined) return [];
  return matches(response.schema, exchange.responseBody);
}

function isCovered(contentType: string, pattern: string): boolean {
  return pattern.endsWith('/*')
    ? contentType.startsWith(pattern.slice(0, -1))
    : contentType === pattern;
}

function mediaType(header: string | string[] | undefined): string | undefined {
  const [first] = String(header ?? '').split(';');
  return first === undefined || first === '' ? undefined : first.trim().toLowerCase();
}

type Matcher = (schema: Schema, body: Buffer) => string[];

function createMatcher(definitions: Readonly<Record<string, Schema>>): Matcher {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const compiled = new Map<Schema, ValidateFunction>();
  return (schema, body) => {
    const text = body.toString('utf8');
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return [`not JSON: ${text.slice(0, 80)}`];
    }
    let validate = compiled.get(schema);
    if (validate === undefined) {
      validate = ajv.compile(withNull({ ...schema, definitions }) as Schema);
      compiled.set(schema, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) =>
        `${error.instancePath === '' ? 'body' : error.instancePath} ${String(error.message)}`,
    );
  };
}

/** `x-nullable` is Swagger 2.0's way to allow null; JSON Schema says it with a second type. */
function withNull(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) copy[key] = withNull(value);
  return copy['x-nullable'] === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

/** The request without its token. */
function place(exchange: Exchange): string {
  const { pathname, searchParams } = new URL(exchange.url, 'http://server');
  searchParams.delete('access_token');
  const query = searchParams.toString();
  return `${exchange.method} ${pathname}${query === '' ? '' : `?${query}`}`;
}
