/** The issuer of logins that a REANA server trusts, as the server tells it. */
import * as v from 'valibot';
import { parseLeniently } from '../base/json.ts';
import { ReanaCiError } from '../base/error.ts';
import type { Fetch } from './fetch.ts';
import { fromLibrary, issuerAway, loginError } from './login-error.ts';

export interface Issuer {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly authorization_endpoint?: string;
  readonly device_authorization_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly grant_types_supported?: readonly string[];
  readonly id_token_signing_alg_values_supported?: readonly string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
  /** What reana-client and this program are called there. */
  readonly clientId: string;
  /** The only port on this machine that a browser may be sent back to, where the issuer wants one. */
  readonly loopbackPort?: number;
}

const patience = 30_000;

/**
 * Asks a REANA server who issues its logins.
 *
 * @param server as messages show it
 * @throws ReanaCiError `usage` when the server knows no such login, `unreachable`, `not-reana`
 */
export async function discoverIssuer(
  server: string,
  fetch: Fetch,
  signal?: AbortSignal,
): Promise<Issuer> {
  const subject = `Could not ask ${server} for its issuer of logins`;
  const address = `${server}/api/.well-known/openid-configuration`;
  const deadline = AbortSignal.timeout(patience);
  let answer: Response;
  let text: string;
  try {
    const within = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    answer = await fetch(address, { signal: within });
    text = await answer.text();
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) throw issuerAway(subject, server, 'did not answer in time');
    throw fromLibrary(error, subject, server, '');
  }
  if ([401, 403, 404, 405, 501].includes(answer.status)) throw noLogin(server);
  if (answer.status >= 500 || answer.status === 429) {
    throw issuerAway(subject, server, `answered ${answer.status}`);
  }
  const result = v.safeParse(discovery, parseLeniently(text));
  if (answer.ok && result.success) return toIssuer(result.output);
  const path = result.success ? null : v.getDotPath(result.issues[0]);
  throw loginError(
    'not-reana',
    `${subject}: the answer (${answer.status}) is not that of an issuer${path === null ? '' : ` ("${path}" is not as it should be)`}.`,
    'Check the address of the server; if it is right, tell its operators.',
  );
}

/** The issuer of a login that is kept; `undefined` when the entry of the file does not tell. */
export function issuerOf(entry: object): Issuer | undefined {
  const result = v.safeParse(kept, withoutNull(entry));
  if (!result.success) return undefined;
  const { client_id: clientId, ...endpoints } = result.output;
  return { ...endpoints, clientId };
}

/** Codes and tokens are sent to these addresses: none travels readable for others. */
const https = v.pipe(
  v.string(),
  v.url(),
  v.check((text) => new URL(text).protocol === 'https:', 'must begin with https://'),
);

const endpoints = {
  issuer: https,
  token_endpoint: https,
  authorization_endpoint: v.exactOptional(https),
  device_authorization_endpoint: v.exactOptional(https),
  revocation_endpoint: v.exactOptional(https),
};

const discovery = v.object({
  ...endpoints,
  grant_types_supported: v.exactOptional(v.array(v.string())),
  id_token_signing_alg_values_supported: v.exactOptional(v.array(v.string())),
  authorization_response_iss_parameter_supported: v.exactOptional(v.boolean()),
  reana_cli_client_id: v.pipe(v.string(), v.nonEmpty()),
  reana_cli_loopback_port: v.exactOptional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  ),
});

const kept = v.object({ ...endpoints, client_id: v.pipe(v.string(), v.nonEmpty()) });

function toIssuer({
  reana_cli_client_id: clientId,
  reana_cli_loopback_port: loopbackPort,
  ...rest
}: v.InferOutput<typeof discovery>): Issuer {
  return { ...rest, clientId, ...(loopbackPort === undefined ? {} : { loopbackPort }) };
}

function withoutNull(entry: object): unknown {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

function noLogin(server: string): ReanaCiError {
  return new ReanaCiError('usage', `${server} offers no login.`, {
    hint: 'Copy the token from your profile page on the server and export it as REANA_ACCESS_TOKEN.',
  });
}
