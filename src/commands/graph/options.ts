/** The options of `reana-ci graph`. */
import type { GlobalOptions } from '../command.ts';

export const graphFormats = ['text', 'svg', 'dot', 'mermaid', 'json'] as const;
export type GraphFormat = (typeof graphFormats)[number];

export interface GraphOptions extends GlobalOptions {
  readonly format?: GraphFormat;
  readonly json?: boolean;
  readonly out?: string;
  readonly analysis?: string;
  readonly record?: string;
  /** `false` with `--no-lint`. */
  readonly lint: boolean;
}
