/** An embedded REANA for a test, with an engine as small as can be, and a way to ask it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import type { Engine } from '../../../src/local/engine/engine.ts';
import { createProcessExecutor } from '../../../src/local/executor/process.ts';
import {
  type LocalReana,
  type LocalReanaOptions,
  startLocalReana,
} from '../../../src/local/local-reana.ts';
import type { AtEnd } from '../../temporary-folder.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON, whatever it is. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test asks for what should be there
  readonly json: any;
}

export interface AskOptions {
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestReana extends LocalReana {
  readonly state: string;
  /** @param target path and query; the token is added */
  ask(method: string, target: string, options?: AskOptions): Promise<Answer>;
  create(name?: string, specification?: object): Promise<string>;
  upload(id: string, name: string, content: string): Promise<Answer>;
  /** Starts the run and waits for its end. */
  finish(id: string, body?: object): Promise<string>;
  /** Waits until the run has one of the states. */
  reach(id: string, ...states: string[]): Promise<string>;
}

interface SerialStep {
  readonly name: string;
  readonly environment: string;
  readonly commands: readonly string[];
}

/** Runs the commands of a serial workflow one after the other. */
export const tinyEngine: Engine = async (context) => {
  const { workflow } = context.specification as { workflow: unknown };
  const { steps } = (workflow as { specification: { steps: SerialStep[] } }).specification;
  const commands = steps.flatMap((step) => step.commands.map((command) => ({ step, command })));
  context.setTotal(commands.length);
  for (const { step, command } of commands) {
    const outcome = await context.submit({
      name: step.name,
      image: step.environment,
      command: `cd ${context.workspace} && ${command}`,
      prettyCommand: command,
      hints: {},
    });
    if (outcome.status !== 'finished') {
      context.log(`The job of step ${step.name} ${outcome.status}.`);
      return { status: 'failed' };
    }
  }
  return { status: 'finished' };
};

/** A serial specification of one step per command, named `step-0`, `step-1`, … */
export function serial(commands: readonly string[], more: object = {}): object {
  const steps = commands.map((command, index) => ({
    name: `step-${index}`,
    environment: 'python:3.12',
    commands: [command],
  }));
  return { version: '0.9.4', workflow: { type: 'serial', specification: { steps } }, ...more };
}

/** The names of the items of a list. */
export function namesIn(list: unknown): string[] {
  return (list as { items: { name: string }[] }).items.map(({ name }) => name);
}

/** Serves a fresh state folder (or `options.stateDirectory`) until the test ends. */
export async function serve(
  options: Partial<LocalReanaOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<TestReana> {
  const state = options.stateDirectory ?? (await temporaryFolder(atEnd));
  const server = await startLocalReana({
    stateDirectory: state,
    executor: createProcessExecutor({ environment: process.env }),
    environment: process.env,
    jobs: 4,
    engines: { serial: () => Promise.resolve(tinyEngine) },
    ...options,
  });
  atEnd(() => server.close());
  const ask = createAsk(server.url, server.token);
  async function reach(id: string, ...states: string[]): Promise<string> {
    for (;;) {
      const { json } = await ask('GET', `/api/workflows?type=batch&workflow_id_or_name=${id}`);
      const status = String(json.items[0].status);
      if (states.includes(status)) return status;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return {
    ...server,
    state,
    ask,
    reach,
    async create(name = 'analysis', specification = serial(['true'])) {
      const answer = await ask('POST', `/api/workflows?workflow_name=${name}`, {
        json: specification,
      });
      if (answer.status !== 201) throw new Error(answer.text);
      return String(answer.json.workflow_id);
    },
    upload: (id, name, content) =>
      ask('POST', `/api/workflows/${id}/workspace?file_name=${encodeURIComponent(name)}`, {
        body: content,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    async finish(id, body = {}) {
      const answer = await ask('POST', `/api/workflows/${id}/start`, { json: body });
      if (answer.status !== 200) throw new Error(answer.text);
      return reach(id, 'finished', 'failed', 'stopped');
    },
  };
}

/** Asks the server at `url`; the token is added unless the target has one: a JWT as a header. */
export function createAsk(url: string, token: string): TestReana['ask'] {
  return async (method, target, { json, body, headers } = {}) => {
    const address = new URL(target, url);
    const { searchParams } = address;
    const isBearer = token.includes('.');
    if (!isBearer) searchParams.set('access_token', searchParams.get('access_token') ?? token);
    const answer = await request(address, {
      method: method as 'GET',
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(isBearer && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: (json === undefined ? body : JSON.stringify(json)) as string,
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      get json() {
        return JSON.parse(text) as unknown;
      },
    };
  };
}

/** A folder that is removed after the test. */
export async function temporaryFolder(atEnd: AtEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'local-reana-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
