/** The options of `reana-ci clean`. */
import type { GlobalOptions } from '../command.ts';
import type { ConnectionOptions } from '../connection.ts';
import type { JsonOption } from '../output.ts';

export interface CleanOptions extends GlobalOptions, ConnectionOptions, JsonOption {}
