/** Settings of a run, as checked values. */

import type { TokenExchange } from './id-token.ts';

export interface RunSettings {
  /** Folder or git address. */
  readonly analysis: string;
  /** Relative to the analysis. */
  readonly specificationFile: string;
  /** `undefined` lets the host choose. */
  readonly name: string | undefined;
  /** `scope:name`, or a name that tells its scope. */
  readonly datasets: readonly string[];
  /** Values of `VAR_<NAME>`, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** By name; a text becomes a number, boolean, list or mapping where the declared value is one. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Operational options of the workflow engine, by name. */
  readonly options: Readonly<Record<string, string>>;
  /** Paths and globs to fetch in place of the specification's outputs; empty takes those. */
  readonly outputs: readonly string[];
  /** Relative to the working folder, or absolute; so is `archive`. */
  readonly results: string;
  /** `undefined` packs none. */
  readonly archive: string | undefined;
  readonly compress: boolean;
  readonly secretEnv: readonly string[];
  readonly secretFile: readonly string[];
  /** What the ID token of the job is exchanged for, and where. */
  readonly idToken?: TokenExchange | undefined;
  /** Milliseconds, as are the next three; `undefined` waits for ever. */
  readonly queueTimeout: number | undefined;
  readonly timeout: number | undefined;
  /** For everything, from the beginning of the command; `undefined` lets the host decide. */
  readonly deadline: number | undefined;
  /** How long the server may be out of reach while the run is watched; `undefined` lets the host decide. */
  readonly outageTimeout: number | undefined;
  /** Whether to go on with the run of an earlier try of the same job; `undefined` lets the host decide. */
  readonly resume: boolean | undefined;
  /** Whether a finished run of another, equal job may stand in; `undefined` lets the host decide. */
  readonly reuse: boolean | undefined;
  /** Whether to look for mistakes that REANA would only tell later. */
  readonly lint: boolean;
}

export const defaultSettings = {
  analysis: '.',
  specificationFile: 'reana.yaml',
  results: 'results',
  archive: 'output_from_reana.tar',
  compression: 'gzip',
  /** Milliseconds. */
  outageTimeout: 30 * 60_000,
} as const;
