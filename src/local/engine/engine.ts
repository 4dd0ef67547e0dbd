/** Inputs and results of a workflow engine. Engines know no HTTP, no database and no container. */
import type { JsonObject } from '../../base/json.ts';
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { JobHints, JobOutcome } from '../executor/executor.ts';

/** One job to run: a command in an image. */
export interface JobRequest {
  /** Step name; empty for a serial step without a name. */
  readonly name: string;
  readonly image: string;
  /** Run by `bash -c`. */
  readonly command: string;
  /** The command as the user wrote it, for logs. */
  readonly prettyCommand: string;
  readonly hints: JobHints;
}

export interface EngineContext {
  readonly runId: string;
  /** The generation of servers whose engine this is. */
  readonly generation: ServerGeneration;
  /** Absolute folder that all jobs share, mounted at the same path in containers. */
  readonly workspace: string;
  /** The specification as stored, with `workflow.specification` where the client sent it. */
  readonly specification: JsonObject;
  /** `inputs.parameters` overlaid with those given at start. */
  readonly parameters: JsonObject;
  /** Operational options: `inputs.options` overlaid with those given at start. */
  readonly options: JsonObject;
  /** The machine's environment, for engines that are programs of their own (cwltool, snakemake). */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  /** Runs a job as soon as a place is free; resolves when it has ended. Never rejects for a failing job. */
  submit(job: JobRequest): Promise<JobOutcome>;
  /** How many jobs the run will have, as far as is known. */
  setTotal(jobs: number): void;
  /** Adds a line to the engine's log. */
  log(line: string): void;
}

/** How a run ended; a thrown error means `failed`, with its message in the engine's log. */
export interface EngineResult {
  readonly status: 'finished' | 'failed' | 'stopped';
}

export type Engine = (context: EngineContext) => Promise<EngineResult>;
