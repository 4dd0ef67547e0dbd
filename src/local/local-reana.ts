/** The embedded REANA: the same API as a cluster, on one machine. */
import type { Log } from '../base/log.ts';

/** The protocol generations of REANA's servers: stable, alpha, and the one after. */
export const serverGenerations = ['0.9', '0.95', 'next'] as const;
export type ServerGeneration = (typeof serverGenerations)[number];

export const executorChoices = ['auto', 'process', 'docker'] as const;
export type ExecutorChoice = (typeof executorChoices)[number];

export interface LocalReanaOptions {
  /** Folder of the database and the workspaces; made when missing. */
  readonly stateDirectory: string;
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  readonly generation?: ServerGeneration;
  readonly executor?: ExecutorChoice;
  /** Jobs at a time; default: the machine's cores. */
  readonly jobs?: number;
  /** The environment that jobs of the process executor start from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
}

export interface LocalReana {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Random, new for every start unless the state folder has one. */
  readonly token: string;
  /** Stops what runs and closes the database; the state folder can be served again. */
  close(): Promise<void>;
}
