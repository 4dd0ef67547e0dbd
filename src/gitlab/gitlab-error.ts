/** What GitLab's refusals and a missing connection mean; nothing of a request but method and path is told. */
import { type ErrorCode, ReanaCiError } from '../base/error.ts';
import { plainText } from '../base/table.ts';

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

const longestMessage = 300;

/** The error that an answer means which is no success. */
export function refusalError(
  method: string,
  url: URL,
  { status, content }: { readonly status: number; readonly content: Buffer },
): ReanaCiError {
  const code = codes[status] ?? (status === 429 || status >= 500 ? 'unreachable' : 'bad-request');
  const said = messageIn(content);
  const hint = hints[code];
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
    typeof code === 'string' ? code : failure instanceof Error ? failure.message : 'no reason';
  // The failure itself is not kept as a cause: a library may have put the request into it.
  return new ReanaCiError('unreachable', `${method} ${url.origin}${url.pathname}: ${reason}.`);
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
