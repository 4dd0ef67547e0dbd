/** Logging in with another device: the user opens an address anywhere, and enters a code there. */
import type { DeviceAuthorizationResponse } from 'openid-client';
import { ReanaCiError } from '../base/error.ts';
import type { IssuerClient } from './issuer-client.ts';
import type { Issuer } from './issuer.ts';
import { issuerAway, loginError } from './login-error.ts';
import type { Tokens } from './tokens.ts';

/** What the user has to do. */
export interface DevicePrompt {
  /** Address to open. */
  readonly address: string;
  /** Code to enter, or to compare, there. */
  readonly code: string;
  /** Seconds that this is possible. */
  readonly seconds: number;
}

/** What a login may do, the renewal without its user included; reana-client asks for the same. */
export const scope = 'openid profile email offline_access';

/** Seconds; no user takes longer. */
const longestWait = 3600;

/**
 * Logs in with the device flow.
 *
 * @param show tells the user what to do
 * @throws ReanaCiError `unauthorized` when the user refuses or takes too long
 * @throws the signal's reason
 */
export async function logInByDevice(
  issuer: Issuer,
  { library, configuration, ask, grant }: IssuerClient,
  subject: string,
  show: (prompt: DevicePrompt) => void,
  signal: AbortSignal,
): Promise<Tokens> {
  if (issuer.device_authorization_endpoint === undefined) {
    throw new ReanaCiError('usage', `${issuer.issuer} offers no login with another device.`, {
      hint: 'Log in with a browser on this machine: reana-ci login, without --headless.',
    });
  }
  const verifier = library.randomPKCECodeVerifier();
  const challenge = await library.calculatePKCECodeChallenge(verifier);
  const hint = 'Try again: reana-ci login';
  const started = await ask(subject, hint, () =>
    library.initiateDeviceAuthorization(configuration, {
      scope,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }),
  );
  show(promptOf(started, subject, issuer));
  const seconds = Math.min(started.expires_in, longestWait);
  const deadline = AbortSignal.timeout(seconds * 1000);
  const polling = AbortSignal.any([signal, deadline]);
  try {
    const { tokens, problem } = await untilAborted(
      polling,
      grant(subject, hint, () =>
        library.pollDeviceAuthorizationGrant(
          configuration,
          started,
          { code_verifier: verifier },
          { signal: polling },
        ),
      ),
    );
    if (problem !== undefined) throw problem;
    return tokens;
  } catch (error) {
    signal.throwIfAborted();
    if (!deadline.aborted) throw error;
    throw loginError('unauthorized', `${subject}: nobody confirmed it in time.`, hint);
  }
}

function promptOf(
  started: DeviceAuthorizationResponse,
  subject: string,
  { issuer }: Issuer,
): DevicePrompt {
  const address = started.verification_uri_complete ?? started.verification_uri;
  if (URL.parse(address)?.protocol !== 'https:') {
    throw issuerAway(subject, issuer, 'names no address that could be opened safely');
  }
  return {
    address: new URL(address).href,
    code: started.user_code.replace(/[^\x20-\x7e]/g, ' '),
    seconds: started.expires_in,
  };
}

/** The library looks at its signal only every few seconds. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => {
    reject(signal.reason as Error);
  });
  work.catch(() => undefined);
  return Promise.race([work, promise]);
}
