/** The options of `reana-ci lint`. */
import type { FindingsFormat } from '../../results/findings/format.ts';
import type { ServerGeneration } from '../../specification/server-generation.ts';
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';

export interface LintCommandOptions extends GlobalOptions, ConnectionOptions {
  readonly format?: FindingsFormat;
  readonly analysis?: string;
  readonly results?: string;
  readonly explain?: string;
  readonly online?: boolean;
  readonly generation?: ServerGeneration;
  readonly cwltool?: boolean;
  readonly docker?: boolean;
  readonly pull?: boolean;
  readonly json?: boolean;
}
