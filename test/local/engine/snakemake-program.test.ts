import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { EngineContext, JobRequest } from '../../../src/local/engine/engine.ts';
import { createJobBroker } from '../../../src/local/engine/program/job-broker.ts';
import { snakemakeEngine } from '../../../src/local/engine/snakemake.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'workflow-program-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('a workflow program that is the engine', () => {
  it('runs in the workspace with the parameters, and what it prints is the log', async () => {
    await install('cat "$4"; echo; echo "$2"; pwd; echo warning >&2');
    const { context, log } = contextOf({ step: 21 });
    expect(await snakemakeEngine(context)).toEqual({ status: 'finished' });
    expect(log).toEqual(['{"step":21}', 'workflow/Snakefile', folder, 'warning']);
  });

  it('sees no token of the caller', async () => {
    await install('env');
    const { context, log } = contextOf({});
    await snakemakeEngine(context);
    expect(log.join('\n')).toMatch(/^PATH=/m);
    expect(log.join('\n')).not.toContain('secret');
  });

  it('fails with its exit code', async () => {
    await install('exit 1');
    expect(await snakemakeEngine(contextOf({}).context)).toEqual({ status: 'failed' });
  });

  it('is ended when the run is stopped', async () => {
    await install('touch started; sleep 600');
    const stop = new AbortController();
    const running = snakemakeEngine(contextOf({}, stop.signal).context);
    await until(() => readFile(path.join(folder, 'started')));
    stop.abort();
    expect(await running).toEqual({ status: 'stopped' });
  });

  it('refuses a workflow file outside the workspace', async () => {
    const { context } = contextOf({});
    const specification = { workflow: { file: '../Snakefile' } };
    await expect(snakemakeEngine({ ...context, specification })).rejects.toThrow('workflow.file');
  });
});

describe('the job broker', () => {
  it('answers each request in turn, and a wrong one with an error', async () => {
    const socket = path.join(folder, 'jobs');
    const broker = await createJobBroker(socket, v.object({ name: v.string() }), ({ name }) =>
      Promise.resolve({ ran: name }),
    );
    const connection = connect(socket);
    connection.write('{"name": "fit"}\n{"image": "none"}\nno JSON\n');
    const lines: string[] = [];
    for await (const line of createInterface({ input: connection })) {
      if (lines.push(line) === 3) connection.end();
    }
    await broker.close();
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object)).sort()).toEqual([
      ['error'],
      ['error'],
      ['ran'],
    ]);
  });
});

/** Puts a bash script in the place of Snakemake. */
async function install(script: string): Promise<void> {
  const program = path.join(folder, 'snakemake');
  await writeFile(program, `#!/usr/bin/env bash\n${script}\n`);
  await chmod(program, 0o755);
}

function contextOf(
  parameters: Record<string, number>,
  signal: AbortSignal = new AbortController().signal,
): { context: EngineContext; log: string[] } {
  const log: string[] = [];
  const context: EngineContext = {
    runId: 'run-1',
    generation: '0.9',
    workspace: folder,
    specification: { workflow: { type: 'snakemake', file: 'workflow/Snakefile' } },
    parameters,
    options: {},
    environment: { PATH: `${folder}:/usr/bin:/bin`, REANA_ACCESS_TOKEN: 'secret' },
    signal,
    submit: (_job: JobRequest) => Promise.reject(new Error('No job was expected.')),
    setTotal: () => undefined,
    log: (line) => log.push(line),
  };
  return { context, log };
}

async function until(check: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await check();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
