/**
 * The meaning of a refusal. REANA uses few status codes for many things (403 alone: token, quota, wrong
 * state, unknown run), so the words decide where the code does not.
 */
import type { ErrorCode } from '../base/error.ts';
import type { Refusal } from './answer.ts';
import { CallError, type CallFailure } from './call-error.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly hint?: string;
}

const hints = {
  quota:
    'Delete old runs or ask for more quota; the profile page of the server shows what is used.',
  unauthorized:
    'Copy the token again from the profile page of the REANA server into REANA_ACCESS_TOKEN.',
  'not-found': "Check the name, and that the token belongs to the run's owner.",
  forbidden: 'The owner of the account or the operators of the server can tell why.',
  'not-reana': 'Set REANA_SERVER_URL to the address of a REANA server: https://reana.cern.ch',
  unreachable: 'The server or the network is busy or down; try again later.',
} as const;

export interface RefusalSurroundings {
  /** Milliseconds that the server wants us to wait. */
  readonly retryAfter: number | undefined;
  /** Whether a REANA server has answered at this address before. */
  readonly isReana: boolean;
  /** Whether an internal error without a word is tried again; by default like an outage. */
  readonly silence?: 'few' | 'never' | undefined;
}

/** @param subject `Could not list the files of run 3f2…` */
export function refusalError(
  refusal: Refusal,
  subject: string,
  server: string,
  { retryAfter, isReana, silence }: RefusalSurroundings,
): CallError {
  if (isReana && isForeign(refusal)) {
    const message = `${subject}: ${server} answered ${refusal.status}, not in the words of REANA but of something in front of it.`;
    return foreignAnswer(message, refusal.status, true);
  }
  const meaning = meaningOf(refusal);
  const said = refusal.fromReana
    ? ` "${refusal.message}"`
    : ', not in the words of REANA but of something in front of it';
  return new CallError(
    meaning.code,
    `${subject}: ${server} answered ${refusal.status}${said}.`,
    {
      status: refusal.status,
      answer: refusal.message,
      ...effectOf(refusal),
      ...(silence !== undefined && isSilence(refusal) && { repeat: silence }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    },
    meaning.hint === undefined ? {} : { hint: meaning.hint },
  );
}

/**
 * An answer that REANA has not written.
 *
 * @param isReana whether REANA is known to be behind what answered: then it is so for a while only
 */
export function foreignAnswer(message: string, status: number, isReana: boolean): CallError {
  const { code, hint } = meaning(isReana ? 'unreachable' : 'not-reana');
  const failure = { status, done: 'unknown', repeat: isReana ? 'patiently' : 'never' } as const;
  return new CallError(code, message, failure, hint === undefined ? {} : { hint });
}

/** A proxy, a portal or a balancer has answered in the place of REANA; 413 is its own to say. */
function isForeign({ status, fromReana }: Refusal): boolean {
  return !fromReana && status < 500 && status !== 413 && status !== 429;
}

function meaningOf(refusal: Refusal): Meaning {
  const { status, message, fromReana } = refusal;
  if (/quota/i.test(message) && status !== 429) return meaning('quota');
  if (status === 429 || status === 408) return meaning('unreachable');
  if (status === 413) {
    return {
      code: 'bad-request',
      hint: 'The server, or a proxy in front of it, bounds the size of a request; ask its operators.',
    };
  }
  if (status >= 500) return meaningOfFailure(status, message);
  if (status < 400 || !fromReana) return meaning(status === 403 ? 'forbidden' : 'not-reana');
  if (status === 401) return meaning('unauthorized');
  if (status === 403) return meaningOfForbidden(message);
  if (status === 404) return meaning('not-found');
  if (status === 410) return { code: 'not-found', hint: 'The server no longer has it.' };
  if (status === 409) return { code: 'conflict' };
  return { code: 'bad-request' };
}

/** 403 stands for everything the server's own layer refuses. */
function meaningOfForbidden(message: string): Meaning {
  if (/token|not signed in|credentials/i.test(message)) return meaning('unauthorized');
  if (/does not exist|not found/i.test(message)) return meaning('not-found');
  if (/already|cannot be started|can be restarted|pending retention/i.test(message)) {
    return { code: 'conflict' };
  }
  if (/illegal|not allowed to contain|invalid/i.test(message)) return { code: 'bad-request' };
  return meaning('forbidden');
}

/** 5xx stands for trouble of the server, and for a few mistakes of ours it did not foresee. */
function meaningOfFailure(status: number, message: string): Meaning {
  if (status === 501 || /unknown workflow type/i.test(message)) return { code: 'bad-request' };
  if (/workflow file .* does not exist/i.test(message)) {
    return {
      code: 'bad-request',
      hint: 'The workflow file must be among the inputs, and uploaded before the start.',
    };
  }
  return meaning('unreachable');
}

function meaning(code: keyof typeof hints): Meaning {
  return { code, hint: hints[code] };
}

/** Whether the server may have done it nevertheless, and whether asking again makes sense. */
function effectOf(refusal: Refusal): Pick<CallFailure, 'done' | 'repeat'> {
  const { status, message } = refusal;
  if (status === 429) return { done: 'no', repeat: 'patiently' };
  if (status === 409 && /mutat/i.test(message)) return { done: 'no', repeat: 'patiently' };
  if (status === 408) return { done: 'unknown', repeat: 'patiently' };
  if (status < 500) return { done: 'no', repeat: 'never' };
  if (meaningOfFailure(status, message).code !== 'unreachable' || /quota/i.test(message)) {
    return { done: 'no', repeat: 'never' };
  }
  // Two creations of one name raced for a run number; the database kept the other one.
  if (/unique|duplicate key|integrity/i.test(message)) return { done: 'no', repeat: 'few' };
  const isAway = status !== 500 || controllerAway(refusal);
  return { done: 'unknown', repeat: isAway ? 'patiently' : 'few' };
}

function isSilence({ status, message, fromReana }: Refusal): boolean {
  return status === 500 && fromReana && message === '';
}

/** The server's own words, or its silence, while the workflow controller or the database is away. */
function controllerAway({ message, fromReana }: Refusal): boolean {
  return fromReana && (message === '' || /max retries exceeded|HTTPConnectionPool/i.test(message));
}
