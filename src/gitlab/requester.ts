/**
 * The requester of gitbeaker's resources. Its own requester gives up on a rate limit after a quarter of a
 * second, repeats a POST that may have been done, sends the token along with a redirect to another host, and
 * keeps it in its errors; this one does not.
 */
import type { MergeRequestNotes } from '@gitbeaker/rest';
import { type Exchange, exchange, type ExchangeOptions } from './exchange.ts';

type Settings = NonNullable<ConstructorParameters<typeof MergeRequestNotes<false>>[0]>;
export type RequesterFactory = NonNullable<Settings['requesterFn']>;
type Requester = ReturnType<RequesterFactory>;
type RequestOptions = NonNullable<Parameters<Requester['get']>[1]>;

/** Makes requesters, as the option `requesterFn` of gitbeaker's resources takes them. */
export function createRequesterFactory(
  options: Omit<ExchangeOptions, 'credentials'>,
): RequesterFactory {
  return ({ url: base, headers, authHeaders }) => {
    async function call(
      method: Exchange['method'],
      endpoint: string,
      given: RequestOptions = {},
    ): Promise<never> {
      const credentials: Record<string, string> = {};
      for (const [name, value] of Object.entries(authHeaders)) credentials[name] = await value();
      const body = await encodeBody(given.body);
      const answer = await exchange(
        {
          method,
          url: addressOf(base, endpoint, given.searchParams),
          headers: { ...headers, ...credentials, accept: 'application/json, */*;q=0.5' },
          ...(body === undefined ? {} : { body }),
        },
        { ...options, credentials: Object.keys(credentials).map((name) => name.toLowerCase()) },
      );
      const { status, headers: answered, content } = answer;
      // Artifacts come as they are, whatever their type is said to be.
      const value = endpoint.includes('/jobs/artifacts/')
        ? new Blob([new Uint8Array(content)])
        : decodeBody(content, answered['content-type'] ?? '');
      // The caller says what type it expects; every value is checked where it is used.
      return { status, headers: answered, body: value } as never;
    }
    return {
      get: (endpoint, given) => call('GET', endpoint, given),
      post: (endpoint, given) => call('POST', endpoint, given),
      put: (endpoint, given) => call('PUT', endpoint, given),
      patch: (endpoint, given) => call('PATCH', endpoint, given),
      delete: (endpoint, given) => call('DELETE', endpoint, given),
    };
  };
}

function addressOf(
  base: string,
  endpoint: string,
  parameters: Readonly<Record<string, unknown>> = {},
): URL {
  // gitbeaker encodes the slashes of an artifact's path, too, which the API takes as they are.
  const [front = '', artifact] = endpoint.split('/raw/');
  const path =
    artifact === undefined ? endpoint : `${front}/raw/${artifact.replaceAll('%2F', '/')}`;
  const url = new URL(path, base.endsWith('/') ? base : `${base}/`);
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      url.searchParams.set(snakeCase(name), String(value));
    }
  }
  return url;
}

async function encodeBody(body: RequestOptions['body']): Promise<Exchange['body']> {
  if (body === undefined) return undefined;
  if (body instanceof FormData) {
    const form = new Response(body);
    const content = new Uint8Array(await form.arrayBuffer());
    return { type: form.headers.get('content-type') ?? '', content };
  }
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  if (fields.length === 0) return undefined;
  const json = Object.fromEntries(fields.map(([name, value]) => [snakeCase(name), value]));
  return { type: 'application/json', content: Buffer.from(JSON.stringify(json)) };
}

function decodeBody(content: Buffer, type: string): unknown {
  const text = content.toString('utf8');
  if (text === '') return null;
  if (!/^application\/json\b/.test(type)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
