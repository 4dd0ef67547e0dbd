/** The ID token of a job, exchanged at a service for a Grid proxy or a token of EOS: no certificate is kept anywhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { ReanaCiError } from '../../base/error.ts';
import { isOnThisMachine } from '../../base/loopback.ts';
import { proxyFor, usableProxy } from '../../base/proxy.ts';
import { plainText } from '../../base/table.ts';
import { isUntrusted } from '../../base/untrusted.ts';
import type { Secret } from '../../reana/types.ts';

export const exchangedKinds = ['voms-proxy', 'eos-token'] as const;
export type ExchangedKind = (typeof exchangedKinds)[number];

export interface TokenExchange {
  readonly kind: ExchangedKind;
  /** Address that is asked with the token. */
  readonly service: string;
}

export interface Exchanged {
  readonly secrets: readonly Secret[];
  /** Texts that must not be shown. */
  readonly confidential: readonly string[];
}

/** Where GitLab puts the token that `id_tokens` of a job asks for. */
export const idTokenVariable = 'REANA_CI_ID_TOKEN';
/** Secrets with these names are those of reana-ci, and nobody else's. */
export const proxyFile = 'x509up_reana-ci';
export const eosToken = 'REANA_CI_EOS_TOKEN';
export const proxyVariable = 'VOMSPROXY_FILE';

/** Milliseconds for one answer, and bytes of it. */
const patience = 30_000;
const largestAnswer = 256 * 1024;
const pauses = [1000, 3000, 8000];

/** Names of the secrets that {@link exchangeIdToken} gives. */
export function exchangedNames(kind: ExchangedKind): string[] {
  return kind === 'voms-proxy' ? [proxyFile, proxyVariable] : [eosToken];
}

/**
 * Asks the service. It may want the token as it stands, as the services of CMS do, or as `Bearer`.
 *
 * @throws ReanaCiError `usage` when there is no token or the answer is none of its kind; `forbidden` when the service
 * refuses, `unreachable`
 * @throws the signal's reason
 */
export async function exchangeIdToken(
  { kind, service }: TokenExchange,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Exchanged> {
  const token = environment[idTokenVariable]?.trim() ?? '';
  if (token === '') {
    throw new ReanaCiError('usage', `No ID token of the job: ${idTokenVariable} is not set.`, {
      hint: `Give the job id_tokens: { ${idTokenVariable}: { aud: AUDIENCE } }, as the component run does.`,
    });
  }
  const url = serviceUrl(service);
  const proxy = proxyFor(url.href, environment);
  const dispatcher =
    proxy === undefined ? new Agent() : new ProxyAgent({ uri: usableProxy(proxy) });
  try {
    const first = await askPatiently(url, token, dispatcher, signal);
    const answer =
      first.status === 401 ? await askPatiently(url, `Bearer ${token}`, dispatcher, signal) : first;
    // What the service says of the first form is the better reason.
    if (answer.status !== 200) throw refusal(url, answer.status === 401 ? first : answer);
    return read(kind, url, answer.text);
  } finally {
    await dispatcher.close();
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function serviceUrl(service: string): URL {
  const url = URL.parse(service);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isOnThisMachine(service))) {
    return url;
  }
  throw new ReanaCiError('usage', `--id-token-service: "${service}" is no https address.`, {
    hint: 'The token of the job is shown to nobody but a service with a certificate.',
  });
}

async function askPatiently(
  url: URL,
  authorization: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Answer> {
  for (const pause of [...pauses, undefined]) {
    try {
      const answer = await ask(url, authorization, dispatcher, signal);
      if (answer.status < 500 || pause === undefined) return answer;
    } catch (failure) {
      signal.throwIfAborted();
      if (pause === undefined || isPermanent(failure)) throw noAnswer(url, failure);
    }
    await sleep(pause, undefined, { signal });
  }
  throw new Error('The last try has no pause.');
}

async function ask(
  url: URL,
  authorization: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Answer> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  // Redirects are not followed: the token goes to no other place.
  const { statusCode, body } = await request(url, {
    headers: { authorization, accept: 'application/json, text/plain' },
    dispatcher,
    signal: within,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return { status: statusCode, text: Buffer.concat(chunks).toString('utf8').trim() };
}

function read(kind: ExchangedKind, url: URL, text: string): Exchanged {
  const given = unquoted(text);
  if (kind === 'eos-token') {
    if (!/^[\x21-\x7e]{8,}$/.test(given)) throw wrongAnswer(kind, url);
    const secret: Secret = { name: eosToken, type: 'env', value: Buffer.from(given) };
    return { secrets: [secret], confidential: [given] };
  }
  const pem = given.startsWith('-----') ? given : Buffer.from(given, 'base64').toString('latin1');
  const isProxy = /-----BEGIN CERTIFICATE-----[^]*-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem);
  if (!isProxy) throw wrongAnswer(kind, url);
  return {
    secrets: [
      { name: proxyFile, type: 'file', value: Buffer.from(pem, 'latin1') },
      { name: proxyVariable, type: 'env', value: Buffer.from(proxyFile) },
    ],
    confidential: [pem, given],
  };
}

/** Services answer with a text in JSON, or with the text. */
function unquoted(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value.trim() : text;
  } catch {
    return text;
  }
}

function wrongAnswer(kind: ExchangedKind, url: URL): ReanaCiError {
  const wanted =
    kind === 'voms-proxy'
      ? 'a proxy certificate with its key, in PEM or base64'
      : 'a token, as one word';
  return new ReanaCiError('usage', `${shown(url)} gave no ${kind}: ${wanted} was expected.`, {
    hint: 'Check --id-token-service and --id-token-for.',
  });
}

function refusal(url: URL, { status, text }: Answer): ReanaCiError {
  const said = plainText(text).slice(0, 200);
  const code = status >= 500 || status === 429 ? 'unreachable' : 'forbidden';
  const message = `${shown(url)} answered ${status} to the ID token of the job${said === '' ? '' : `: ${said}`}.`;
  return new ReanaCiError(code, message, {
    hint: 'The service has to know this GitLab and this project; the audience of the token has to be its own (id-token-audience).',
  });
}

function noAnswer(url: URL, failure: unknown): ReanaCiError {
  const code = codeOf(failure);
  const reason = code === '' ? (failure instanceof Error ? failure.message : 'no reason') : code;
  const isTls = isUntrusted(code);
  return new ReanaCiError(isTls ? 'tls' : 'unreachable', `${shown(url)}: ${reason}.`, {
    hint: isTls
      ? 'For a service with a certificate of its own authority, name the PEM file of that authority in NODE_EXTRA_CA_CERTS.'
      : 'Check --id-token-service.',
  });
}

function isPermanent(failure: unknown): boolean {
  const code = codeOf(failure);
  return code === 'ENOTFOUND' || isUntrusted(code);
}

function codeOf(failure: unknown): string {
  return failure instanceof Error && 'code' in failure ? String(failure.code) : '';
}

/** Without its query, which may hold more than people need to see. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
