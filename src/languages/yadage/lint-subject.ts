/** A yadage workflow and its forecast, for the rules of yadage. */
import type { LintSubject } from '../../lint/kit/subject.ts';
import type { Mistake } from './forecast/model.ts';
import { forecastSpecification } from './forecast/specification.ts';
import type { YadageWorkflow } from './read/workflow.ts';

export interface YadageSubject extends LintSubject {
  /** The workflow in its normal form, which knows where each part was written. */
  readonly workflow: YadageWorkflow;
  /** What will go wrong with it, found by looking ahead. */
  readonly mistakes: readonly Mistake[];
}

export async function foreseeYadage(
  subject: LintSubject,
  workflow: YadageWorkflow,
): Promise<YadageSubject> {
  const { specification, reader } = subject;
  const { mistakes } = await forecastSpecification(specification, workflow, reader);
  return { ...subject, workflow, mistakes };
}
