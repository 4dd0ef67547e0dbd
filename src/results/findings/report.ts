/** The findings of lint about one specification. */
import type { Finding } from '../../base/error.ts';

/** The findings of one specification. */
export interface LintReport {
  /** As the user named it. */
  readonly file: string;
  /** Paths as the user would type them. */
  readonly findings: readonly Finding[];
}
