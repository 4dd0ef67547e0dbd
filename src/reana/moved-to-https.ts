/** Servers that send everybody who comes by http on to https. */
import { header } from './answer.ts';
import { CallError } from './call-error.ts';
import type { ServerAddress } from './server-address.ts';
import type { WireAnswer } from './transport.ts';

/** The error for an answer that leads to the same host by https; `undefined` for all other answers. */
export function movedToHttps(
  answer: Pick<WireAnswer, 'status' | 'headers'>,
  subject: string,
  { origin, shown }: ServerAddress,
): CallError | undefined {
  if (![301, 302, 303, 307, 308].includes(answer.status)) return undefined;
  const target = URL.parse(header(answer, 'location') ?? '', origin);
  const own = new URL(origin);
  // Another host is a sign-in page.
  const isMove = own.protocol === 'http:' && target?.hostname === own.hostname;
  if (!isMove || target.protocol !== 'https:') return undefined;
  return new CallError(
    'usage',
    `${subject}: ${shown} sends everybody on to https.`,
    { done: 'no', repeat: 'never' },
    {
      hint: `Set REANA_SERVER_URL to ${target.origin}, so that the token never travels readable for others.`,
    },
  );
}
