/** The errors that refusals and missing connections mean; of a request, they tell method and path only. */
import { type ErrorCode, ReanaCiError } from '../base/error.ts';
import { plainText } from '../base/table.ts';
import { isUntrusted } from '../base/untrusted.ts';

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  422: 'bad-request',
};

const hints: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'The token is unknown, revoked or over its date: make a new one for GITLAB_TOKEN.',
  forbidden:
    'The token needs the scope api and, in the project, the role Reporter for notes, Developer for ' +
    'commit statuses, and Maintainer for those of a protected branch.',
};

const hintsByStatus: Readonly<Record<number, string>> = {
  407: 'The proxy asks for a login: write it into the address, http://USER:PASSWORD@PROXY:PORT.',
};

const longestMessage = 300;

/** The error that an answer means which is no success. */
export function refusalError(
  method: string,
  url: URL,
  { status, content }: { readonly status: number; readonly content: Buffer },
): ReanaCiError {
  const code = codes[status] ?? (status === 429 || status >= 500 ? 'unreachable' : 'bad-request');
  const said = messageIn(content);
  const hint = hintsByStatus[status] ?? hints[code];
  return new ReanaCiError(
    code,
    `GitLab answered ${status} to ${method} ${url.pathname}${said === '' ? '' : `: ${said}`}.`,
    hint === undefined ? {} : { hint },
  );
}

/** The error that a connection means which did not come about, or broke. */
export function connectionError(method: string, url: URL, failure: unknown): ReanaCiError {
  const code: unknown = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  const reason =
    proxyAnswer(failure) ??
    (typeof code === 'string' ? code : failure instanceof Error ? failure.message : 'no reason');
  const isTls = isUntrusted(code);
  const hint = isTls
    ? 'If GitLab has a certificate of its own authority, name the PEM file of that authority in ' +
      'CI_SERVER_TLS_CA_FILE; the runner sets it where its tls-ca-file is set.'
    : hintsByStatus[Number(proxyAnswer(failure)?.slice(-3))];
  // The failure itself is not kept as a cause: a library may have put the request into it.
  return new ReanaCiError(
    isTls ? 'tls' : 'unreachable',
    `${method} ${url.origin}${url.pathname}: ${reason}.`,
    hint === undefined ? {} : { hint },
  );
}

/** Whether the same request would fail in the same way again. */
export function isPermanent(failure: unknown): boolean {
  const code: unknown = failure instanceof Error && 'code' in failure ? failure.code : undefined;
  if (proxyAnswer(failure) !== undefined) return true;
  return code === 'ENOTFOUND' || isUntrusted(code);
}

/** The answer of a proxy that makes no way: undici tells of it in the message only. */
function proxyAnswer(failure: unknown): string | undefined {
  const message = failure instanceof Error ? failure.message : '';
  const status = /Proxy [\w ]*\((4\d\d)\)/.exec(message)?.[1];
  return status === undefined ? undefined : `the proxy answered ${status}`;
}

/** GitLab tells in `message` or `error`, as text or as lists of texts by field. */
function messageIn(content: Buffer): string {
  try {
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (typeof value !== 'object' || value === null) return '';
    const said: unknown =
      'message' in value ? value.message : 'error' in value ? value.error : undefined;
    const text = typeof said === 'string' ? said : JSON.stringify(said ?? '');
    return plainText(text.replace(/\.$/, '')).slice(0, longestMessage);
  } catch {
    return '';
  }
}
