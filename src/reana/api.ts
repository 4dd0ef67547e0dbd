/** Calls to the API: sent within the budget, repeated where that is right, answered with parsed data. */
import * as v from 'valibot';

import type { Delay } from '../base/delay.ts';
import { ReanaCiError } from '../base/error.ts';
import { formatDuration } from '../base/format.ts';
import type { Log } from '../base/log.ts';
import { parseLeniently } from '../base/json.ts';
import { createRedact } from '../base/redact.ts';
import { AnswerTooLongError, header, readRefusal, readText } from './answer.ts';
import { foreignAnswer, refusalError } from './answer-error.ts';
import { createAuthorization } from './authorization.ts';
import { targetOf, type Call } from './call.ts';
import { CallError } from './call-error.ts';
import { connectionError } from './connection-failure.ts';
import { guardedBody } from './guarded-body.ts';
import { movedToHttps } from './moved-to-https.ts';
import { createPatience, type Patience } from './patience.ts';
import { readRetryAfter, type RateBudget } from './rate-budget.ts';
import { createServerClock } from './server-clock.ts';
import type { ServerAddress } from './server-address.ts';
import type { TokenSource } from './token-source.ts';
import type { Transport, WireAnswer, WireRequest } from './transport.ts';

export interface Api {
  /** As shown in messages. */
  readonly server: string;
  /**
   * Calls and parses the JSON answer.
   *
   * @throws CallError when the call failed, for good or for too long
   */
  json<T>(call: Call, schema: v.GenericSchema<unknown, T>, signal?: AbortSignal): Promise<T>;
  /** Calls and hands the answer to `consume`, which must read or destroy its body; again for every try. */
  stream<T>(
    call: Call,
    consume: (answer: WireAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Milliseconds since the epoch on the server's clock. */
  now(): number;
  /** A fresh retry budget, for callers that decide themselves what to repeat. */
  patience(): Patience;
  /** Says that something is tried again, and waits. */
  pause(milliseconds: number, reason: string, signal?: AbortSignal): Promise<void>;
}

export interface ApiOptions {
  readonly address: ServerAddress;
  readonly tokens: TokenSource;
  readonly userAgent: string;
  readonly transport: Transport;
  readonly budget: RateBudget;
  /** Milliseconds for all tries of a call together. */
  readonly retryBudget: number;
  /** Milliseconds without progress. */
  readonly timeout: number;
  readonly log: Log;
  readonly delay: Delay;
  readonly now: () => number;
  /** From 0 to 1, for pauses that differ between jobs. */
  readonly random: () => number;
}

export function createApi(options: ApiOptions): Api {
  const { address, budget, log, transport } = options;
  const server = address.shown;
  const clock = createServerClock(options.now);
  const commonHeaders = {
    accept: 'application/json, */*;q=0.5',
    'user-agent': options.userAgent,
  };

  /** Whether the reader knows that the server does not answer as it should. */
  let isTroubleTold = false;
  /** Whether a REANA server has answered at this address: what else answers there does so for a while. */
  let isReana = false;

  /** One exchange with a valid token; a refused one is replaced once. */
  async function authorized<T>(
    call: Call,
    consume: (answer: WireAnswer) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    if (call.anonymous === true) return exchange(call, undefined, consume, signal);
    const { tokens } = options;
    const token = await tokens.current(signal);
    try {
      return await exchange(call, token, consume, signal);
    } catch (error) {
      if (!isTokenRefusal(error)) throw error;
      const other = await tokens.replace(token, signal);
      if (other === undefined) throw advised(error, tokens.advice);
      return await exchange(call, other, consume, signal).catch((again: unknown) => {
        throw isTokenRefusal(again) ? advised(again, tokens.advice) : again;
      });
    }
  }

  async function exchange<T>(
    call: Call,
    token: string | undefined,
    consume: (answer: WireAnswer) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const redact = createRedact([token ?? '', ...(call.secrets ?? [])]);
    const authorization = token === undefined ? undefined : createAuthorization(token);
    const subject = redact(`Could not ${call.action}`);
    function failed(error: unknown): Error {
      // What breaks because nobody waits any more has the reason for that.
      if (signal?.aborted === true) return signal.reason as Error;
      if (error instanceof ReanaCiError) return error;
      if (error instanceof AnswerTooLongError) return tooLong(subject, server);
      return connectionError(error, subject, server);
    }
    const request: WireRequest = {
      method: call.method,
      target: targetOf(address.prefix, call, authorization?.query ?? {}),
      headers: { ...commonHeaders, ...authorization?.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      timeout: options.timeout * (call.transfer === true ? 5 : 1),
    };
    await budget.take(signal);
    const answer = await transport.send(request, signal).catch((error: unknown) => {
      throw failed(error);
    });
    const retryAfter = readRetryAfter(answer);
    budget.learn(answer, retryAfter);
    clock.learn(answer);
    try {
      const body = guardedBody(answer.body, request.timeout, options.now, failed);
      if (answer.status >= 200 && answer.status < 300) {
        isTroubleTold = false;
        return await consume({ ...answer, body });
      }
      const refusal = await readRefusal({ ...answer, body });
      const shown = { ...refusal, message: redact(refusal.message) };
      const moved = movedToHttps(answer, subject, address);
      if (moved !== undefined) throw moved;
      throw refusalError(shown, subject, server, { retryAfter, isReana, silence: call.silence });
    } finally {
      answer.body.destroy();
    }
  }

  const newPatience = () => createPatience(options.retryBudget, options.now, options.random);

  async function stream<T>(
    call: Call,
    consume: (answer: WireAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const patience = newPatience();
    for (;;) {
      try {
        return await authorized(call, consume, signal);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (call.once === true && error.failure.done === 'unknown') throw error;
        const wait = patience.next(error.failure);
        if (wait === undefined) throw givenUp(error, patience);
        await pause(wait, error.message, signal);
      }
    }
  }

  async function pause(milliseconds: number, reason: string, signal?: AbortSignal) {
    const line = `${reason} Trying again in ${formatDuration(milliseconds)}.`;
    // An outage of half an hour is one event, not fifty.
    if (isTroubleTold) log.debug(line);
    else log.warn(line);
    isTroubleTold = true;
    await options.delay(milliseconds, signal);
  }

  return {
    server,
    stream,
    pause,
    now: () => clock.now(),
    patience: newPatience,
    json: (call, schema, signal) =>
      stream(
        call,
        async (answer) => {
          const value = await parseAnswer(call, schema, answer, { server, isReana });
          isReana = true;
          return value;
        },
        signal,
      ),
  };
}

async function parseAnswer<T>(
  call: Call,
  schema: v.GenericSchema<unknown, T>,
  answer: WireAnswer,
  { server, isReana }: { readonly server: string; readonly isReana: boolean },
): Promise<T> {
  const text = await (call.read ?? readText)(answer.body);
  const value = parseLeniently(text);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const type = header(answer, 'content-type')?.split(';', 1)[0] ?? 'of no type';
  const issue = result.issues[0];
  const isCut = value === undefined && type === 'application/json' && /^\s*[[{]/.test(text);
  const message =
    `Could not ${call.action}: the answer of ${server} ` +
    (isCut
      ? 'ends in the middle.'
      : value === undefined
        ? `is not one of REANA (${type}).`
        : `is not one of REANA (${v.getDotPath(issue) ?? 'whole'}: ${issue.message.replace(/ but received .*/, '')}).`);
  throw foreignAnswer(message, answer.status, isReana || isCut);
}

function isTokenRefusal(error: unknown): error is CallError {
  return error instanceof CallError && error.code === 'unauthorized';
}

/** The same error, with what the owner of the login can do. */
function advised(error: CallError, advice: string | undefined): CallError {
  if (advice === undefined) return error;
  return new CallError(error.code, error.message, error.failure, { hint: advice });
}

function tooLong(subject: string, server: string): CallError {
  return new CallError(
    'unreachable',
    `${subject}: the answer of ${server} is too long.`,
    { done: 'unknown', repeat: 'never' },
    { hint: 'Ask for less at a time: fewer files, the logs of single steps.' },
  );
}

/** The same error, telling how long it was tried. */
function givenUp(error: CallError, patience: Patience): CallError {
  const summary = patience.summary();
  if (summary === '') return error;
  return new CallError(
    error.code,
    `${error.message.replace(/\.$/, '')}, ${summary}.`,
    error.failure,
    error.hint === undefined ? {} : { hint: error.hint },
  );
}
