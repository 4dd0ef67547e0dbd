/** A small analysis in a folder of its own, and all that a run of it needs. */
import { createShell } from '../../src/base/shell.ts';
import type { ReanaClient } from '../../src/reana/reana-client.ts';
import { run, type RunOutcome, type RunTools } from '../../src/run/run.ts';
import { readSettings, type RunOptions } from '../../src/commands/run/settings.ts';
import { createMistakes } from '../../src/run/plan/mistakes.ts';
import type { RunSettings } from '../../src/run/plan/settings.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeClock, type FakeClock, fakeHost, type FakeHost } from './fake-context.ts';
import type { FakeReana } from './fake-reana.ts';

export const specification = `version: 0.9.0
inputs:
  files: [fit.py]
  parameters: { mass: 750 }
workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: docker.io/library/python:3.12
        commands: ['python fit.py VAR_INPUT']
outputs:
  directories: [limits]
`;

export const datasets = ['mc23:mc23.801234.signal.deriv.DAOD'];

/** @returns folder that holds the analysis `fit` */
export function makeAnalysis(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const own = { 'fit/reana.yaml': specification, 'fit/fit.py': 'print(1)\n' };
  return temporaryFolder({ ...own, ...files });
}

export interface Try {
  readonly outcome: RunOutcome;
  readonly host: FakeHost;
  readonly clock: FakeClock;
  readonly cwd: string;
}

export interface TryOptions {
  readonly cwd?: string;
  readonly options?: Partial<RunOptions>;
  /** In place of what the options say. */
  readonly settings?: Partial<RunSettings>;
  readonly tools?: Partial<RunTools>;
  readonly resumes?: boolean;
  readonly interruption?: Interruption;
}

/** The reason of a signal, and after how many milliseconds of waiting it comes. */
export interface Interruption {
  readonly after: number;
  readonly reason: Error;
}

export const fakeOptions: RunOptions = {
  analysis: 'fit',
  input: datasets,
  var: [],
  parameter: [],
  option: [],
  output: [],
  secretEnv: [],
  secretFile: [],
};

/** Runs the analysis once against `reana`. */
export async function tryRun(reana: FakeReana, given: TryOptions = {}): Promise<Try> {
  const cwd = given.cwd ?? (await makeAnalysis());
  const clock = fakeClock();
  const host = fakeHost(given.resumes);
  const signal = signalOf(clock, given.interruption);
  const options = { ...fakeOptions, ...given.options };
  const mistakes = createMistakes();
  const settings = { ...(await readSettings(options, mistakes)), ...given.settings };
  const tools = { ...fakeTools(reana.client, cwd, clock), mistakes, host, signal };
  const outcome = await run(settings, { ...tools, ...given.tools });
  return { outcome, host, clock, cwd };
}

/** All that a run in `cwd` needs but a host, and a signal that may be aborted. */
export function fakeTools(
  client: ReanaClient,
  cwd: string,
  clock: FakeClock,
): Omit<RunTools, 'host' | 'signal'> {
  return {
    connect: () => Promise.resolve(client),
    environment: {},
    cwd,
    secretFolders: [cwd],
    temporaryDirectory: cwd,
    shell: createShell(),
    now: () => clock.now(),
    delay: clock.delay,
    redact: (text) => text,
    hide: () => undefined,
  };
}

/** A signal that `interruption` aborts, or nothing. */
export function signalOf(clock: FakeClock, interruption?: Interruption): AbortSignal {
  const controller = new AbortController();
  if (interruption !== undefined) {
    clock.at(interruption.after, () => {
      controller.abort(interruption.reason);
    });
  }
  return controller.signal;
}
