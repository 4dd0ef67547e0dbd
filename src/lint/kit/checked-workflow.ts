/** The result of checking a workflow in its own language. */
import type { Finding } from '../../base/error.ts';
import type { LintStep } from './step.ts';

export interface CheckedWorkflow {
  readonly findings: readonly Finding[];
  /** The files that the workflow is written in, besides the specification. */
  readonly files: readonly string[];
  /** As far as they could be read. */
  readonly steps: readonly LintStep[];
}
