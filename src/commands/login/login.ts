/** Carries out `reana-ci login`. */
import { ReanaCiError } from '../../base/error.ts';
import { createProgramShell } from '../../base/program.ts';
import { version } from '../../base/version.ts';
import { logInByBrowser } from '../../login/browser-login.ts';
import { type DevicePrompt, logInByDevice } from '../../login/device-login.ts';
import { discoverIssuer, type Issuer } from '../../login/issuer.ts';
import { createIssuerClient, type IssuerClient } from '../../login/issuer-client.ts';
import { entryFields } from '../../login/login-entry.ts';
import { createStoredTokens } from '../../login/stored-tokens.ts';
import type { Tokens } from '../../login/tokens.ts';
import { createReanaClient } from '../../reana/reana-client.ts';
import { proxyFor, usableProxy } from '../../base/proxy.ts';
import type { GlobalOptions } from '../command.ts';
import { type ConnectionOptions, readAuthorities, readServer } from '../connection.ts';
import { hasOwnToken } from '../credentials.ts';
import type { Edge } from '../edge.ts';
import { type JsonOption, printJson, printLines } from '../output.ts';
import { createLoginTools, openLoginStore } from './store.ts';

export interface LoginOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  /** Logs in with another device in place of a browser on this machine. */
  readonly headless?: boolean;
}

/** Variables by which a browser finds the screen and the session of the user. */
const ofDesktop = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'XDG_CURRENT_DESKTOP',
  'DBUS_SESSION_BUS_ADDRESS',
  'BROWSER',
];
/** Milliseconds to try to reach the server: somebody waits for the answer. */
const retryBudget = 20_000;

/**
 * Logs in, keeps the login where reana-client does, and has the server say who we are.
 *
 * @throws ReanaCiError `usage` when the server offers no login, `unauthorized` when user, issuer or server refuse
 */
export async function logIn(edge: Edge, options: LoginOptions): Promise<void> {
  const server = await readServer(edge, options);
  const caCertificates = await readAuthorities(edge);
  const tools = createLoginTools(edge, caCertificates, edge.hide);
  const store = openLoginStore(edge);
  const issuer = await discoverIssuer(server, tools.fetch, edge.signal);
  const client = await createIssuerClient(issuer, tools);
  const tokens = await askUser(edge, options, issuer, client, `Could not log in to ${server}`);
  await store.update(server, () => entryFields(issuer, tokens, tools.now()), true);
  const proxy = proxyFor(server, edge.env);
  await using reana = createReanaClient({
    server,
    token: '',
    tokens: createStoredTokens(server, store, tools),
    userAgent: `reana-ci/${version}`,
    retryBudget,
    ...(caCertificates === undefined ? {} : { caCertificates }),
    ...(proxy === undefined ? {} : { proxy: usableProxy(proxy) }),
  });
  const { email } = await reana.user(edge.signal);
  if (options.json === true) {
    printJson(edge, { server, email, renewable: tokens.refreshToken !== undefined });
    return;
  }
  printLines(edge, [
    `Logged in to ${server} as ${email}.`,
    ...(tokens.refreshToken === undefined
      ? ['The issuer gives no way to renew this login: log in again when it ends.']
      : []),
    ...(hasOwnToken(edge)
      ? ['A token of the environment (REANA_ACCESS_TOKEN, for example) goes before this login.']
      : []),
  ]);
}

async function askUser(
  edge: Edge,
  options: LoginOptions,
  issuer: Issuer,
  client: IssuerClient,
  subject: string,
): Promise<Tokens> {
  if (isHeadless(edge, options, issuer)) {
    return logInByDevice(
      issuer,
      client,
      subject,
      (prompt) => {
        edge.stderr.write(describe(prompt));
      },
      edge.signal,
    );
  }
  return logInByBrowser(issuer, client, subject, {
    port: loopbackPort(edge, issuer),
    signal: edge.signal,
    show: (address) => {
      edge.stderr.write(
        `Log in with your browser. If it does not open by itself, open:\n${address}\n`,
      );
      void openBrowser(edge, address);
    },
  });
}

/** Over SSH, and where there is no screen, a browser could not come back to this machine. */
function isHeadless({ env }: Edge, { headless }: LoginOptions, issuer: Issuer): boolean {
  if (headless === true) return true;
  if (issuer.device_authorization_endpoint === undefined) return false;
  const hasScreen =
    process.platform === 'darwin' || (env.DISPLAY ?? env.WAYLAND_DISPLAY ?? '') !== '';
  return !hasScreen || env.SSH_CONNECTION !== undefined;
}

function describe({ address, code, seconds }: DevicePrompt): string {
  const minutes = Math.max(1, Math.floor(seconds / 60));
  return [
    'Open this address in a browser, on any device, and log in there:',
    `  ${address}`,
    `It shows this code, or asks for it: ${code}`,
    `Waiting for up to ${minutes} min …`,
    '',
  ].join('\n');
}

/** As reana-client: some issuers send a browser back to one port only. */
function loopbackPort({ env }: Edge, { loopbackPort: wanted = 0 }: Issuer): number {
  const given = env.REANA_CLIENT_LOGIN_LOOPBACK_PORT?.trim() ?? '';
  if (given === '') return wanted;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ReanaCiError(
    'usage',
    `REANA_CLIENT_LOGIN_LOOPBACK_PORT is "${given}", which is no port.`,
    { hint: 'Give a number from 0 to 65535, or unset it.' },
  );
}

async function openBrowser(edge: Edge, address: string): Promise<void> {
  const variables = Object.fromEntries(
    ofDesktop.flatMap((name) => (edge.env[name] === undefined ? [] : [[name, edge.env[name]]])),
  ) as Record<string, string>;
  const shell = createProgramShell({ environment: edge.env, variables, timeout: 10_000 });
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  // The address is on the screen already: nothing is lost where no browser opens.
  await shell`(${program} ${address} >/dev/null 2>&1 &)`.catch(() => undefined);
}
