/** The options of `reana-ci settle`. */
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { JsonOption } from '../output.ts';

export interface SettleOptions extends GlobalOptions, ConnectionOptions, JsonOption {
  readonly results?: string;
  readonly output?: readonly string[];
  readonly since?: string;
  readonly deadline?: string;
}
