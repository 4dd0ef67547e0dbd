/** Calls to the API: sent within the budget, repeated where that is right, answered with parsed data. */
import * as v from 'valibot';

import type { Delay } from '../base/delay.ts';
import { ReanaCiError } from '../base/error.ts';
import { formatDuration } from '../base/format.ts';
import type { Log } from '../base/log.ts';
import { parseLeniently } from '../base/json.ts';
import { createRedact } from '../base/redact.ts';
import { AnswerTooLongError, header, readRefusal, readText } from './answer.ts';
import { refusalError } from './answer-error.ts';
import { createAuthorization } from './authorization.ts';
import { targetOf, type Call } from './call.ts';
import { CallError } from './call-error.ts';
import { connectionError } from './connection-failure.ts';
import { createPatience, type Patience } from './patience.ts';
import { readRetryAfter, type RateBudget } from './rate-budget.ts';
import { createServerClock } from './server-clock.ts';
import type { ServerAddress } from './server-address.ts';
import type { AnswerBody, Transport, WireAnswer, WireRequest } from './transport.ts';

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
  readonly token: string;
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

  async function exchange<T>(
    call: Call,
    consume: (answer: WireAnswer) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const redact = createRedact([options.token, ...(call.secrets ?? [])]);
    const authorization = call.anonymous ? undefined : createAuthorization(options.token);
    const subject = redact(`Could not ${call.action}`);
    function failed(error: unknown): Error {
      if (signal?.aborted === true || error instanceof ReanaCiError) return error as Error;
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
      const body = guardedBody(answer.body, failed);
      if (answer.status >= 200 && answer.status < 300) {
        isTroubleTold = false;
        return await consume({ ...answer, body });
      }
      const refusal = await readRefusal({ ...answer, body });
      const shown = { ...refusal, message: redact(refusal.message) };
      throw refusalError(shown, subject, server, retryAfter);
    } finally {
      answer.body.destroy();
    }
  }

  async function stream<T>(
    call: Call,
    consume: (answer: WireAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const patience = createPatience(options.retryBudget, Date.now, Math.random);
    for (;;) {
      try {
        return await exchange(call, consume, signal);
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
    patience: () => createPatience(options.retryBudget, Date.now, Math.random),
    json: (call, schema, signal) =>
      stream(call, async (answer) => parseAnswer(call, schema, answer, server), signal),
  };
}

/** Turns what breaks while reading into errors that may be shown; what the reader throws stays as it is. */
function guardedBody(body: AnswerBody, failed: (error: unknown) => Error): AnswerBody {
  return {
    async *[Symbol.asyncIterator]() {
      const chunks = body[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await chunks.next().catch((error: unknown) => {
            throw failed(error);
          });
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        body.destroy();
      }
    },
    destroy: () => body.destroy(),
  };
}

async function parseAnswer<T>(
  call: Call,
  schema: v.GenericSchema<unknown, T>,
  answer: WireAnswer,
  server: string,
): Promise<T> {
  const value = parseLeniently(await readText(answer.body));
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const type = header(answer, 'content-type') ?? 'of no type';
  const issue = result.issues[0];
  throw new CallError(
    'not-reana',
    `Could not ${call.action}: the answer of ${server} is not one of REANA ` +
      (value === undefined
        ? `(${type.split(';', 1)[0] ?? ''}).`
        : `(${v.getDotPath(issue) ?? 'whole'}: ${issue.message.replace(/ but received .*/, '')}).`),
    { status: answer.status, done: 'unknown', repeat: 'never' },
    { hint: 'Set REANA_SERVER_URL to the address of a REANA server: https://reana.cern.ch' },
  );
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
