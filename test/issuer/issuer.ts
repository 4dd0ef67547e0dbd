/**
 * A stand-in for the issuer that a REANA server trusts, with the rules of a real one: codes work once, PKCE is
 * checked, refresh tokens are replaced with every use and end the whole login when an old one is shown, a device
 * that asks too often is slowed down, and tokens are for one audience. It knows no network; see `https-issuer.ts`.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';

export interface IssuerOptions {
  /** `https://issuer.example.org`; the address that it is asked at. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Seconds that an access token lives. */
  readonly accessLife?: number;
  /** Seconds that a login lives without being used. */
  readonly refreshLife?: number;
  /** Milliseconds in which a refresh token that was replaced is taken once more, as some issuers do. */
  readonly reuseGrace?: number;
  /** Another issuer whose ID tokens are taken, and in which way. */
  readonly trusts?: {
    readonly issuer: StandInIssuer;
    readonly by: 'jwt-bearer' | 'token-exchange';
  };
}

export interface StandInIssuer {
  readonly url: string;
  /** What a REANA server that trusts it relays. */
  readonly discovery: Record<string, string | number | string[] | boolean>;
  /** Every request: what was asked, and how it was answered. */
  readonly seen: { readonly what: string; readonly status: number; readonly error?: string }[];
  /** Answers a request. */
  handle(request: Request): Promise<Response>;
  /** What the user does on the page of a device login. */
  decide(userCode: string, decision: 'approve' | 'deny'): void;
  /** The user codes that nobody has decided on. */
  openCodes(): string[];
  /** Whether a REANA server, or somebody else, takes this token. */
  accepts(token: string, audience?: string): boolean;
  /** Makes a signed token with these claims, for an audience. */
  issue(claims: Record<string, unknown>, seconds: number): string;
  /** Ends every login, as an administrator may. */
  endAll(): void;
}

interface Login {
  readonly subject: string;
  isOver: boolean;
}

interface Refresh {
  readonly login: Login;
  readonly until: number;
  replacedAt?: number;
}

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly until: number;
  /** The login that was made with it. */
  used?: Login;
}

interface Device {
  readonly userCode: string;
  readonly challenge: string | undefined;
  readonly until: number;
  interval: number;
  lastPoll: number;
  decision: 'none' | 'approve' | 'deny' | 'used';
}

const clientId = 'reana-cli';
const audience = 'reana';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

export function createIssuer({
  url,
  now = Date.now,
  accessLife = 300,
  refreshLife = 30 * 24 * 3600,
  reuseGrace = 0,
  trusts,
}: IssuerOptions): StandInIssuer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const refreshes = new Map<string, Refresh>();
  const codes = new Map<string, Code>();
  const devices = new Map<string, Device>();
  const seen: { what: string; status: number; error?: string }[] = [];
  const exchange =
    trusts === undefined ? [] : [trusts.by === 'jwt-bearer' ? jwtBearer : tokenExchange];

  function issue(claims: Record<string, unknown>, seconds: number): string {
    const at = Math.floor(now() / 1000);
    const body = { iss: url, iat: at, exp: at + seconds, jti: random(), ...claims };
    const text = [{ alg: 'ES256', typ: 'JWT' }, body].map(encode).join('.');
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }

  function claimsOf(token: string): Record<string, unknown> | undefined {
    const [head = '', body = '', signature = ''] = token.split('.');
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const text = Buffer.from(`${head}.${body}`);
    if (!verify('sha256', text, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    return Number(claims.exp) * 1000 > now() && claims.iss === url ? claims : undefined;
  }

  function tokensFor(login: Login): object {
    const refreshToken = `refresh-${random()}`;
    refreshes.set(refreshToken, { login, until: now() + refreshLife * 1000 });
    return {
      token_type: 'Bearer',
      access_token: issue({ sub: login.subject, aud: audience }, accessLife),
      expires_in: accessLife,
      refresh_token: refreshToken,
      refresh_expires_in: refreshLife,
      id_token: issue({ sub: login.subject, aud: clientId }, accessLife),
    };
  }

  function newLogin(): Login {
    return { subject: 'physicist', isOver: false };
  }

  function authorize(query: URLSearchParams): Response {
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== clientId) throw refusal('unauthorized_client');
    if (!/^http:\/\/127\.0\.0\.1:\d+\/callback$/.test(redirectUri))
      throw refusal('invalid_request');
    const challenge = query.get('code_challenge') ?? '';
    const isComplete = query.get('response_type') === 'code' && challenge !== '';
    if (!isComplete || query.get('code_challenge_method') !== 'S256')
      throw refusal('invalid_request');
    const code = random();
    codes.set(code, { challenge, redirectUri, until: now() + 60_000 });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', url);
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  function startDevice(form: URLSearchParams): object {
    if (!(form.get('scope') ?? '').includes('offline_access')) throw refusal('invalid_scope');
    const deviceCode = random();
    const userCode = randomBytes(4).toString('hex').toUpperCase();
    const challenge = form.get('code_challenge') ?? undefined;
    const until = now() + 600_000;
    const device: Device = {
      userCode,
      challenge,
      until,
      interval: 1,
      lastPoll: now(),
      decision: 'none',
    };
    devices.set(deviceCode, device);
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: `${url}/device`,
      verification_uri_complete: `${url}/device?user_code=${userCode}`,
      expires_in: 600,
      interval: device.interval,
    };
  }

  function byCode(form: URLSearchParams): object {
    const code = codes.get(form.get('code') ?? '');
    if (code === undefined || code.until < now()) throw refusal('invalid_grant');
    if (code.used !== undefined) {
      // Somebody has stolen it: what the first one got is worth nothing, either.
      code.used.isOver = true;
      throw refusal('invalid_grant');
    }
    const login = newLogin();
    code.used = login;
    if (code.redirectUri !== form.get('redirect_uri')) throw refusal('invalid_grant');
    checkVerifier(code.challenge, form);
    return tokensFor(login);
  }

  function byDevice(form: URLSearchParams): object {
    const device = devices.get(form.get('device_code') ?? '');
    if (device === undefined || device.decision === 'used') throw refusal('invalid_grant');
    if (device.until < now()) throw refusal('expired_token');
    const isEarly = now() - device.lastPoll < device.interval * 1000 - 100;
    device.lastPoll = now();
    if (isEarly) {
      device.interval += 5;
      throw refusal('slow_down');
    }
    if (device.decision === 'deny') throw refusal('access_denied');
    if (device.decision === 'none') throw refusal('authorization_pending');
    if (device.challenge !== undefined) checkVerifier(device.challenge, form);
    device.decision = 'used';
    return tokensFor(newLogin());
  }

  function byRefresh(form: URLSearchParams): object {
    const refresh = refreshes.get(form.get('refresh_token') ?? '');
    if (refresh === undefined || refresh.login.isOver || refresh.until < now()) {
      throw refusal('invalid_grant');
    }
    if (refresh.replacedAt !== undefined && now() - refresh.replacedAt >= reuseGrace) {
      refresh.login.isOver = true;
      throw refusal('invalid_grant');
    }
    refresh.replacedAt ??= now();
    return tokensFor(refresh.login);
  }

  function byOtherIssuer(token: string): object {
    const isValid = trusts?.issuer.accepts(token, url) === true;
    if (!isValid) throw refusal('invalid_grant');
    const accessToken = issue({ sub: 'job', aud: audience }, accessLife);
    const type = 'urn:ietf:params:oauth:token-type:access_token';
    return {
      token_type: 'Bearer',
      access_token: accessToken,
      expires_in: accessLife,
      issued_token_type: type,
    };
  }

  function token(form: URLSearchParams): object {
    const grant = form.get('grant_type') ?? '';
    if (grant === 'authorization_code') return byCode(form);
    if (grant === 'refresh_token') return byRefresh(form);
    if (grant === deviceGrant) return byDevice(form);
    if (!exchange.includes(grant)) throw refusal('unsupported_grant_type');
    return byOtherIssuer(form.get(grant === jwtBearer ? 'assertion' : 'subject_token') ?? '');
  }

  function revoke(form: URLSearchParams): Response {
    const refresh = refreshes.get(form.get('token') ?? '');
    if (refresh !== undefined) refresh.login.isOver = true;
    return new Response(null, { status: 200 });
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === 'GET' && pathname === '/authorize') return authorize(searchParams);
    if (request.method !== 'POST') throw refusal('invalid_request');
    const form = new URLSearchParams(await request.text());
    if (form.get('client_id') !== clientId) throw refusal('invalid_client');
    if (pathname === '/device_authorization') return json(200, startDevice(form));
    if (pathname === '/token') return json(200, token(form));
    if (pathname === '/revoke') return revoke(form);
    throw refusal('invalid_request');
  }

  return {
    url,
    seen,
    discovery: {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      device_authorization_endpoint: `${url}/device_authorization`,
      revocation_endpoint: `${url}/revoke`,
      jwks_uri: `${url}/keys`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token', deviceGrant, ...exchange],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      reana_client_id: audience,
      reana_cli_client_id: clientId,
    },
    async handle(request) {
      const copy = request.clone();
      const what = await describe(copy);
      try {
        const response = await answer(request);
        seen.push({ what, status: response.status });
        return response;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        seen.push({ what, status: error.status, error: error.message });
        return json(error.status, { error: error.message });
      }
    },
    decide(userCode, decision) {
      for (const device of devices.values())
        if (device.userCode === userCode) device.decision = decision;
    },
    openCodes: () =>
      [...devices.values()]
        .filter(({ decision }) => decision === 'none')
        .map(({ userCode }) => userCode),
    accepts: (text, wanted = audience) => claimsOf(text)?.aud === wanted,
    issue,
    endAll() {
      for (const { login } of refreshes.values()) login.isOver = true;
    },
  };
}

class Refusal extends Error {
  readonly status: number;

  constructor(error: string) {
    super(error);
    this.status = error === 'invalid_client' ? 401 : 400;
  }
}

function refusal(error: string): Refusal {
  return new Refusal(error);
}

function checkVerifier(challenge: string, form: URLSearchParams): void {
  const verifier = form.get('code_verifier') ?? '';
  const hash = createHash('sha256').update(verifier).digest('base64url');
  if (hash !== challenge) throw refusal('invalid_grant');
}

async function describe(request: Request): Promise<string> {
  const { pathname } = new URL(request.url);
  if (pathname !== '/token') return pathname.slice(1);
  return new URLSearchParams(await request.text()).get('grant_type')?.split(':').at(-1) ?? 'token';
}

function json(status: number, value: object): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function random(): string {
  return randomBytes(16).toString('hex');
}
